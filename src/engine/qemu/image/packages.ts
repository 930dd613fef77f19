/**
 * Debian's packages for the guest, fetched by the machine's own apt into a folder of ours: lists, caches and what counts
 * as installed are there too, so that nobody needs to be root and nothing of the machine is touched.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../../contract.js'
import { command } from './command.js'

/** What a lesson or a tutorial types, and what the sandbox and the agent need. Their dependencies come with them. */
const PACKAGES = [
  'bash',
  'bridge-utils',
  'bsdutils',
  'busybox-static',
  'conntrack',
  'coreutils',
  'curl',
  'dash',
  'diffutils',
  'ethtool',
  'findutils',
  'grep',
  'hostname',
  'iperf3',
  'iproute2',
  'ipset',
  'iptables',
  'iputils-arping',
  'iputils-ping',
  'iputils-tracepath',
  'ipvsadm',
  'kmod',
  'libc-bin',
  'libstdc++6',
  'mawk',
  'mount',
  'ncurses-base',
  'netcat-openbsd',
  'nftables',
  'procps',
  'psmisc',
  'python3',
  'sed',
  'socat',
  'tcpdump',
  'traceroute',
  'util-linux',
  'wireguard-tools',
]

/** Of the guest, but only for making its disk. */
const TOOLS = ['erofs-utils']

/** Come as dependencies of what no lesson runs, or only to install others. */
const NOT_UNPACKED =
  /^(perl|libperl|lib.*-perl_|usrmerge|dpkg|adduser|debconf|init-system-helpers|sysvinit-utils|passwd)/

/** Depends on the one of the current version. */
const KERNEL = 'linux-image-cloud-amd64'

const REMEDIES = [
  'Make it on Debian 12 or newer, with its apt sources reachable',
  "Or run the project's image with the emulator in it (README, Container)",
]

export interface Packages {
  /** Paths of package files. */
  system: string[]
  kernel: string
}

/** Downloads into `folder`. The machine's own lists of packages serve, unless there are none or what they tell is gone. */
export async function fetchPackages(folder: string): Promise<Packages> {
  try {
    return await fetch(folder, '/var/lib/apt/lists')
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return await fetch(folder, null)
  }
}

async function fetch(folder: string, machinesLists: string | null): Promise<Packages> {
  const archives = join(folder, 'archives')
  const status = join(folder, 'status')
  const lists = machinesLists ?? join(folder, 'lists')
  for (const name of ['archives/partial', 'lists/partial', 'cache'])
    await mkdir(join(folder, name), { recursive: true })
  await writeFile(status, '')
  const settings = {
    'Dir::State': folder,
    'Dir::State::status': status,
    'Dir::State::lists': lists,
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Cache::archives': archives,
    'APT::Sandbox::User': 'root',
    'APT::Architecture': 'amd64',
    'APT::Install-Recommends': 'false',
    'Debug::NoLocking': 'true',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  const apt = async (program: string, ...words: string[]): Promise<string> =>
    await command(program, [...options, ...words], { cwd: archives, remedies: REMEDIES })

  if (machinesLists === null) await apt('apt-get', '-qq', 'update')
  const [, kernelPackage = ''] = /Depends: (linux-image-\S+)/.exec(await apt('apt-cache', 'depends', KERNEL)) ?? []
  await apt('apt-get', '-qq', '-y', '--download-only', 'install', ...PACKAGES, ...TOOLS)
  await apt('apt-get', '-qq', 'download', kernelPackage)
  const files = (await readdir(archives)).filter((name) => name.endsWith('.deb')).sort()
  const path = (name: string): string => join(archives, name)
  return {
    system: files.filter((name) => !name.startsWith('linux-image-') && !NOT_UNPACKED.test(name)).map(path),
    kernel: path(files.findLast((name) => name.startsWith(`${kernelPackage}_`)) ?? ''),
  }
}
