/**
 * What runs in the emulator's guest: shell text. The guest is a small Debian on a read-only disk; in it stands the very
 * sandbox that the engine `namespaces` makes on a host, so that every promise of one holds in the other.
 */
import { quote } from '../quote.js'
import { KEPT } from '../paths.js'
import { ROOT_SHELL, SCRIPT_TEXTS } from '../script-texts.js'
import { WITH_IDS } from '../setup-script.js'

/** Where our own files are in the guest. */
export const OURS_IN_GUEST = '/vethbook'

/** The compiled file that is started there, below `dist`. */
export const AGENT = 'engine/agent/guest.js'

/** What stands for the notebook's folder, wherever a lab wants that to be. */
const FOLDER = '/folder'

/** Kernel modules that lead from the initramfs to the disk, in the order of their needs. */
export const BOOT_MODULES = [
  'virtio_ring',
  'virtio',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'virtio_blk',
  'virtio_console',
  'libcrc32c',
  'erofs',
  'overlay',
] as const

/** What the disk must have for mounts and for cells, beside what comes in packages. */
export const FOLDERS = [
  'dev',
  'proc',
  'sys',
  'run',
  'tmp',
  'root',
  'home',
  'mnt',
  'opt',
  'srv',
  'usr/local/sbin',
  'var',
  FOLDER,
] as const

/**
 * Loaded at the start: what is asked for in ways that load no module from within a sandbox, and br_netfilter, so that
 * bridges are as in the machines of most readers.
 */
const MODULES = ['br_netfilter', 'tun', 'ip_tables', 'ip6_tables', 'ip_vs', 'nf_conntrack_netlink', 'sch_netem', 'vrf']

/** The initramfs's init: mounts the disk, with a layer in memory over it, and goes on there. */
export const BOOT = `#!/busybox sh
b=/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
for module in ${BOOT_MODULES.join(' ')}; do $b insmod /modules/$module.ko || exit; done
while [ ! -e /dev/vda ]; do $b usleep 5000; done
$b mount -t erofs -o ro /dev/vda /disk || exit
$b mount -t tmpfs -o mode=755 layer /layer
$b mkdir /layer/upper /layer/work
$b mount -t overlay -o lowerdir=/disk,upperdir=/layer/upper,workdir=/layer/work root /root || exit
$b mkdir -p /root${OURS_IN_GUEST}
$b cp -a ${OURS_IN_GUEST}/. /root${OURS_IN_GUEST}
for folder in dev proc sys; do $b mount --move /$folder /root/$folder; done
exec $b switch_root /root ${OURS_IN_GUEST}/init
`

/**
 * Process 1 of the guest. Over its own port (the second) the owner says what only the guest's root may do: the time, some
 * randomness, and the folder that there must be. The guest ends with the sandbox.
 */
export const GUEST_INIT = `#!/bin/bash
cd /
. ${OURS_IN_GUEST}/environment
mount -t tmpfs -o mode=755 run /run
mount -t tmpfs -o mode=1777 tmp /tmp
mkdir -p ${FOLDER}
mount -t tmpfs -o mode=755 folder ${FOLDER}
modprobe -a ${MODULES.join(' ')}
while [ ! -e /dev/vport*p2 ]; do sleep 0.01; done
while read -r seconds seed folder; do
  date -s "@$seconds" >/dev/null
  echo "$seed" > /dev/urandom
  mkdir -p "$folder"
  echo done >&4
done 4<>/dev/vport*p2 <&4 &
socat -b 65536 -t 0 OPEN:"$(echo /dev/vport*p1)" EXEC:${OURS_IN_GUEST}/sandbox,fdin=3,fdout=3
exec busybox poweroff -f
`

/** Writes the id maps of the sandbox's first user namespace, which on a host its owner does. */
export const GUEST_SANDBOX = `#!/bin/bash
mkfifo /run/ask /run/go
unshare --user --keep-caps sh -c 'echo > /run/ask; read -r go < /run/go; eval "$VB_WITH_IDS"' vethbook ${FOLDER} &
exec 3>&-
read -r asked < /run/ask
for map in uid_map gid_map; do echo 0 0 65536 > /proc/$!/$map; done
echo > /run/go
wait $!
`

/** The environment of the sandbox's set-up, as \`launch.ts\` gives it on a host: shell lines. */
export function guestEnvironment(): string {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const variables: Record<string, string> = {
    PATH: path,
    ...ROOT_SHELL,
    VB_NAME: 'lab',
    VB_DIRECTORY: FOLDER,
    VB_DIRECTORY_ESCAPED: FOLDER,
    VB_KEEP: `${FOLDER} ${KEPT}/0 none rbind 0 0`,
    VB_BACK: `${KEPT}/0 ${FOLDER} none rbind,X-mount.mkdir 0 0`,
    VB_READONLY: '',
    VB_REAL_IP: '/usr/bin/ip',
    VB_ROOT: 'yes',
    VB_IDS: 'many',
    VB_UNSHARE: 'unshare',
    VB_NODE: '/usr/bin/node',
    VB_AGENT: `${OURS_IN_GUEST}/dist/${AGENT}`,
    VB_WITH_IDS: WITH_IDS,
    ...SCRIPT_TEXTS,
  }
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote([value])}\n`)
  return lines.join('')
}
