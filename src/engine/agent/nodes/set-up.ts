/** What makes a further machine of new namespaces: shell text, and the mounts that are the machine's own. */
import { SYSCTLS } from '../../paths.js'

/**
 * Runs as process 1 of the machine's PID namespace, in new network, mount, UTS and IPC namespaces. Arguments: the
 * node's name, by which running.ts finds it among the processes; the notebook's folder, two fstabs, and the files that the
 * mounts of the second one need. It says its number as the agent sees it, so that the rest of it is done from outside
 * meanwhile (settle.ts), then `held`, wants a line in turn, says `ready`, and ends, and the machine with it, when its stdin
 * does. Beside that, so that nothing waits for it, it says `copied` when /etc has the host's files.
 *
 * The mounts are locked at last, as those of the first machine are: process 1 goes on in a mount namespace that belongs
 * to a further user namespace, which nobody enters (mount_namespaces(7)). A process holds it as long.
 */
export const SET_UP = String.raw`
set -eu
read -r number rest < /proc/self/stat
echo "$number"
umask 022
directory=$2
first=$3
second=$4
shift 4
cd /
mount -t tmpfs -o mode=755 vethbook-node /etc
(eval "$COPY_ETC" || :; echo copied) </dev/null 2>/dev/null &
mount --all --no-canonicalize --fstab "$first"
for file; do mkdir -p "\${file%/*}"; : > "$file"; done
if [ -s "$second" ]; then mount --all --no-canonicalize --fstab "$second"; fi
unshare --user --mount sh -c 'echo held; exec sleep 60' </dev/null &
read -r line
exec nsenter --mount=/proc/$!/ns/mnt sh -c 'kill $1; cd "$2"; exec 3<&0; cat <&3 >/dev/null & exec 3<&-; echo ready; exec >/dev/null 2>&1; wait $!' init $! "$directory"
`.replaceAll('\\${', '${')

/**
 * As fstab(5). /dev is the first machine's, since what is in it are bind mounts of the host's devices. Of /proc a plain
 * user gets a new one; root gets one that is read-only but for the settings of networks, since a file's mode would keep
 * root from no setting of the machine.
 */
export function ownMounts({ isRoot, isSysReadOnly }: { isRoot: boolean; isSysReadOnly: boolean }): string {
  const proc = `vethbook-node /proc proc ${isRoot ? 'ro,' : ''}nosuid,nodev,noexec 0 0`
  return `${proc}
${isRoot ? `${SYSCTLS} /proc/sys/net none bind 0 0\n` : ''}vethbook-node /sys sysfs ${isSysReadOnly ? 'ro,' : ''}nosuid,nodev,noexec 0 0
vethbook-node /run tmpfs mode=755,nosuid,nodev 0 0
vethbook-node /tmp tmpfs mode=1777,nosuid,nodev 0 0
vethbook-node /var tmpfs mode=755,nosuid,nodev 0 0
vethbook-node /root tmpfs mode=700,nosuid,nodev 0 0
vethbook-node /dev/pts devpts newinstance,ptmxmode=0666,mode=620,nosuid,noexec 0 0
vethbook-node /dev/shm tmpfs mode=1777,nosuid,nodev 0 0
`
}
