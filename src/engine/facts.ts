/** What of this machine decides whether the engine `namespaces` works: gathered here, judged in `diagnose.ts`. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { type IdSource, findIdSource } from './id-maps.js'
import { readSystemMounts, type SystemMounts } from './mounts.js'
import { TRIAL } from './trial-script.js'

export interface Facts {
  platform: NodeJS.Platform
  isRoot: boolean
  /** Programs the engine needs, by name; false where one is not on the PATH. */
  programs: Record<string, boolean>
  /** Settings by their dotted name; null where this kernel has none. */
  settings: Record<Setting, string | null>
  hasSeccompFilter: boolean
  hasNoNewPrivileges: boolean
  isInContainer: boolean
  mounts: SystemMounts
  ids: IdSource['kind']
  /** What came of starting a sandbox for a moment. */
  trial: Trial
}

export interface Trial {
  exitCode: number
  stdout: string
  stderr: string
}

export type Setting = (typeof SETTINGS)[number]

const SETTINGS = [
  'kernel.unprivileged_userns_clone',
  'kernel.apparmor_restrict_unprivileged_userns',
  'user.max_user_namespaces',
  'user.max_net_namespaces',
  'user.max_mnt_namespaces',
  'user.max_pid_namespaces',
] as const

/** Each with the Debian package that brings it. */
export const PROGRAMS = {
  ip: 'iproute2',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  setsid: 'util-linux',
  mount: 'mount',
  hostname: 'hostname',
  bash: 'bash',
} as const

/** Where every program is looked for, whoever starts us: `nobody` has no sbin on its PATH. */
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

export function searchPath(): string[] {
  const own = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'))
  return [...new Set([...SYSTEM_PATH, ...own])]
}

/**
 * Restricted hosts can allow user namespaces to one program by its path (AppArmor). A copy of `unshare` here is then
 * that program: nobody else uses it.
 */
export const OWN_UNSHARE = '/usr/local/lib/vethbook/unshare'

export const unshareProgram = (): string => (existsSync(OWN_UNSHARE) ? OWN_UNSHARE : 'unshare')

/** `tryIt` starts a sandbox as a lab gets one, runs the script in it, and ends it. */
export async function gatherFacts(tryIt: (script: string) => Promise<Trial>): Promise<Facts> {
  const isLinux = process.platform === 'linux'
  const status = isLinux ? await readFile('/proc/self/status', 'utf8') : ''
  const settings = await Promise.all(SETTINGS.map(async (name) => [name, isLinux ? await readSetting(name) : null]))
  const folders = searchPath()
  // It finds out whether the kernel gives the ids that are promised, too.
  const trial = isLinux ? await tryIt(TRIAL) : { exitCode: 1, stdout: '', stderr: '' }
  return {
    platform: process.platform,
    isRoot: process.geteuid?.() === 0,
    programs: Object.fromEntries(
      Object.keys(PROGRAMS).map((name) => [name, folders.some((folder) => existsSync(join(folder, name)))]),
    ),
    settings: Object.fromEntries(settings) as Facts['settings'],
    hasSeccompFilter: /^Seccomp:\s*2/m.test(status),
    hasNoNewPrivileges: /^NoNewPrivs:\s*1/m.test(status),
    isInContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv') || isInPod(),
    mounts: isLinux ? await readSystemMounts() : { procCovers: [], isSysReadOnly: false, mayMount: false },
    ids: isLinux ? (await findIdSource()).kind : 'own-id',
    trial,
  }
}

/** Kubernetes tells every container where its API is; containerd leaves no other mark. */
const isInPod = (): boolean => process.env['KUBERNETES_SERVICE_HOST'] !== undefined

async function readSetting(name: string): Promise<string | null> {
  try {
    return (await readFile(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES') return null
    throw error
  }
}
