/** Makes the guest's disk of Debian's packages: unpacked, without what their scripts would do, but for what is needed. */
import { cp, copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { BOOT_MODULES, FOLDERS } from '../guest.js'
import { command } from './command.js'
import type { ImageFiles } from './folder.js'
import type { Packages } from './packages.js'

/** Kernel modules below `kernel/`: networks whole, and of the rest what the guest's few devices need. */
const KEPT_MODULES = [
  'net',
  'lib',
  'crypto',
  'arch/x86/crypto',
  'fs/erofs',
  'fs/overlayfs',
  'drivers/net',
  'drivers/virtio',
  'drivers/block/virtio_blk.ko',
  'drivers/char/virtio_console.ko',
]
const LEFT_MODULES = ['drivers/net/ethernet', 'drivers/net/wireless', 'drivers/net/usb', 'drivers/net/phy']

const LEFT_FILES = ['doc', 'man', 'locale', 'info', 'lintian', 'bash-completion', 'zoneinfo', 'perl'].map(
  (name) => `usr/share/${name}`,
)

/** What `update-alternatives` and the like would make. */
const LINKS: Readonly<Record<string, string>> = {
  'usr/bin/sh': 'dash',
  'usr/bin/awk': 'mawk',
  'usr/bin/nc': 'nc.openbsd',
  'usr/bin/which': 'which.debianutils',
  'usr/bin/traceroute': 'traceroute.db',
  ...Object.fromEntries(
    ['iptables', 'ip6tables'].flatMap((name) =>
      ['', '-save', '-restore'].map((end) => [`usr/sbin/${name}${end}`, 'xtables-nft-multi']),
    ),
  ),
}

const FILES: Readonly<Record<string, string>> = {
  'etc/passwd': `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
tcpdump:x:100:100::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`,
  'etc/group': 'root:x:0:\ndaemon:x:1:\ntcpdump:x:100:\nnogroup:x:65534:\n',
  'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
}

/** Makes disk, kernel and the modules that the initramfs needs, in `files.folder`. `work` is a folder to work in. */
export async function makeDisk({ system, kernel }: Packages, files: ImageFiles, work: string): Promise<void> {
  const root = join(work, 'root')
  const unpacked = join(work, 'kernel')
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', folder), { recursive: true })
    await symlink(`usr/${folder}`, join(root, folder))
  }
  await mkdir(unpacked, { recursive: true })
  for (const file of system) await unpack(file, root)
  await unpack(kernel, unpacked)
  for (const name of LEFT_FILES) await rm(join(root, name), { recursive: true, force: true })
  for (const [path, target] of Object.entries(LINKS)) {
    await rm(join(root, path), { force: true })
    await symlink(target, join(root, path))
  }
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(root, path), text)
  for (const folder of FOLDERS) await mkdir(join(root, folder), { recursive: true })
  await copyFile(process.execPath, join(root, 'usr/bin/node'))
  await letIpvsadmWork(join(root, 'usr/sbin/ipvsadm'))
  await takeModules(unpacked, root)
  await takeBoot(unpacked, root, files)
  await runOwn(root, 'usr/bin/mkfs.erofs', [
    ...['--all-root', '-T', '0', '-U', '00000000-0000-0000-0000-000000000000', '-d', '0'],
    `${files.disk}.new`,
    root,
  ])
}

/**
 * The kernel's IPVS wants the machine's root when it is spoken to by generic netlink, and no more than the network
 * namespace's by its older socket options. Where it finds no such netlink family ipvsadm takes those.
 */
async function letIpvsadmWork(path: string): Promise<void> {
  const program = await readFile(path, 'latin1')
  await writeFile(path, program.replaceAll('\0IPVS\0', '\0IPVX\0'), 'latin1')
}

async function unpack(file: string, root: string): Promise<void> {
  await command('sh', [
    '-c',
    'dpkg-deb --fsys-tarfile "$1" | tar --extract --keep-directory-symlink --no-same-owner --directory "$2"',
    'unpack',
    file,
    root,
  ])
}

async function takeModules(unpacked: string, root: string): Promise<void> {
  const version = await versionOf(unpacked)
  const [from, to] = [unpacked, join(root, 'usr')].map((place) => join(place, 'lib/modules', version)) as [
    string,
    string,
  ]
  for (const name of KEPT_MODULES)
    if (existsSync(join(from, 'kernel', name)))
      await cp(join(from, 'kernel', name), join(to, 'kernel', name), { recursive: true })
  for (const name of LEFT_MODULES) await rm(join(to, 'kernel', name), { recursive: true, force: true })
  for (const name of await readdir(from))
    if (name.startsWith('modules.')) await copyFile(join(from, name), join(to, name))
  await runOwn(root, 'usr/bin/kmod', ['-b', root, version], 'depmod')
}

/** What stands beside the disk: the kernel, and in the folder `boot` the modules and the program of the initramfs. */
async function takeBoot(unpacked: string, root: string, files: ImageFiles): Promise<void> {
  const version = await versionOf(unpacked)
  const boot = join(files.folder, 'boot')
  await rm(boot, { recursive: true, force: true })
  await mkdir(join(boot, 'modules'), { recursive: true })
  await copyFile(join(unpacked, 'boot', `vmlinuz-${version}`), files.kernel)
  await copyFile(join(root, 'usr/bin/busybox'), join(boot, 'busybox'))
  const all = await readdir(join(root, 'usr/lib/modules', version, 'kernel'), { recursive: true, withFileTypes: true })
  for (const name of BOOT_MODULES) {
    const found = all.find((entry) => entry.name === `${name}.ko`)
    if (found === undefined) throw new Error(`the kernel ${version} has no module ${name}`)
    await copyFile(join(found.parentPath, found.name), join(boot, 'modules', found.name))
  }
}

const versionOf = async (unpacked: string): Promise<string> => {
  const [version] = await readdir(join(unpacked, 'lib/modules'))
  if (version === undefined) throw new Error(`there are no modules in ${unpacked}`)
  return version
}

/** Runs a program of the guest on this machine, with the guest's libraries. */
export async function runOwn(
  root: string,
  path: string,
  words: readonly string[],
  name = basename(path),
): Promise<void> {
  const libraries = join(root, 'usr/lib/x86_64-linux-gnu')
  const loader = ['--library-path', libraries, '--argv0', name, join(root, path)]
  await command(join(root, 'usr/lib64/ld-linux-x86-64.so.2'), [...loader, ...words], { cwd: dirname(root) })
}
