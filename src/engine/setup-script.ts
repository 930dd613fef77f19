/**
 * The shell scripts that make a sandbox of what `unshare` gives. Each process they start costs a millisecond of every
 * start, so mounts go in batches (one `mount -a` for an fstab(5) of many lines), and what needs no mount the agent does.
 *
 * `OUTER` runs in a first user namespace, as the init of the PID namespace, and lays out the mounts. `INNER`, the same
 * process further on, runs in a second user and mount namespace below it, in which those mounts are locked: whatever a cell does, it can neither
 * unmount nor remount what `OUTER` mounted (mount_namespaces(7)), so `/` stays read-only.
 */
import { HOST_ETC, KEPT, OURS, PROC, REAL_IP, SYSCTLS } from './paths.js'

/** Folders of the host that are replaced by private ones; what must be seen below them is mounted back. */
export const HIDDEN = ['/run', '/tmp', '/var', '/dev', '/root', '/usr/local/sbin'] as const

/** What the first script says on the owner's socket when it wants its ids. */
export const ASK_FOR_IDS = 'i'

/**
 * A shell that waits for its ids is nobody as long, and keeps its capabilities by `--keep-caps` only: where no_new_privs is
 * set, as Kubernetes sets it, to become root does not bring them back. What comes after has them as root has.
 */
const UNKEEP = '--inh-caps=-all --ambient-caps=-all'

/**
 * With its ids, and so root of its namespace. From here on it dies with its owner: not earlier, since a change of
 * credentials takes that back. `--kill-child` hands the signal on to the init.
 */
export const WITH_IDS = String.raw`
exec setpriv --pdeathsig KILL ${UNKEEP} "$VB_UNSHARE" --ipc --net --mount --pid --fork --kill-child --mount-proc bash -c 'eval "$VB_OUTER"' vethbook "$@"
`

/** Waits until the owner has written the id maps. */
export const FIRST = String.raw`
printf '${ASK_FOR_IDS}' >&3
read -r go <&3 || exit 1
${WITH_IDS}`

/**
 * In a container whose root may mount: /proc and /sys as the kernel gives them, without what the container lays over them.
 * Where that fails all the same, what comes after says so. It stands in a new network namespace, whose /sys is a new one,
 * too: the container's own may be read-only as a whole.
 */
export const UNCOVERED = String.raw`
for folder in sys proc; do umount --recursive --lazy /$folder; done
mount -t proc -o nosuid,nodev,noexec vethbook /proc
mount -t sysfs -o nosuid,nodev,noexec vethbook /sys
exec "$VB_UNSHARE" --user --keep-caps sh -c "$VB_FIRST" vethbook "$@"
`

/**
 * Arguments: the paths to mount back, as they are, parents first. VB_KEEP and VB_BACK hold the fstab lines that put them
 * aside before anything hides them, and back again. What has mounts below it can only be bound with these
 * (mount_namespaces(7)), as /etc has in a container: hence `rbind`.
 */
export const OUTER = String.raw`
set -eu
umask 022
export VB_SYS="\${VB_SYS:-ro}"
# A fork storm ends in the sandbox: by the user's processes, and for root, whom that does not bind, by the number of
# process ids where a PID namespace has a limit of its own (Linux 6.14).
ulimit -u 8192 2>/dev/null || true
IFS=.- read -r major minor _ < /proc/sys/kernel/osrelease
if [ "$VB_ROOT" = yes ] && [ $((major * 1000 + minor)) -ge 6014 ]; then echo 8192 > /proc/sys/kernel/pid_max; fi
mounts() { printf '%s\n' "$1" > ${OURS}/fstab; mount --all --no-canonicalize --fstab ${OURS}/fstab; }

exec 11</dev 12</usr/local/sbin
mount -t tmpfs -o mode=755 vethbook /usr/local/sbin
mkdir -p ${OURS}/real ${HOST_ETC} ${OURS}/local ${KEPT} ${PROC} ${SYSCTLS}
index=0
for path in "$@"; do
  if [ -d "$path" ]; then mkdir ${KEPT}/$index; else : > ${KEPT}/$index; fi
  index=$((index + 1))
done
cd /usr/local/sbin
: > ${REAL_IP}
printf %s "$VB_SUDO" > sudo
if [ "$VB_IDS" = one ]; then
  for real in /usr/bin/tcpdump /usr/sbin/tcpdump; do
    [ ! -x $real ] || printf '#!/bin/sh\nexec %q %q %q "$@"\n' "$VB_NODE" "\${VB_AGENT%/*}/with-one-id.js" $real > tcpdump
  done
fi
cd ${OURS}
printf %s "$VB_IP" > ip
printf %s "$VB_RESET" > reset
printf %s "$VB_RC" > rc
printf %s "$VB_BASH_ENV" > bash-env
chmod 755 ../* ip reset
cd /

# What is to be read-only. Not made so at once: that would drop flags such as nosuid, which the kernel does not allow.
readonly="
${HOST_ETC}
${OURS}/local
${REAL_IP}
$VB_REAL_IP
$VB_READONLY
"
mounts "/etc ${HOST_ETC} none rbind 0 0
/proc/self/fd/12 ${OURS}/local none bind 0 0
$VB_KEEP
vethbook /run tmpfs mode=755,nosuid,nodev 0 0
vethbook /tmp tmpfs mode=1777,nosuid,nodev 0 0
vethbook /var tmpfs mode=755,nosuid,nodev 0 0
vethbook /dev tmpfs mode=755,nosuid 0 0
vethbook /etc tmpfs mode=755 0 0
vethbook /root tmpfs mode=700,nosuid,nodev 0 0"

mkdir /dev/net
# Spelled otherwise: where root of the container has no right to make devices, they are mounts already, and 'mount --all'
# would leave them out.
devices=
for file in null zero full random urandom tty net/tun; do
  if [ -e /proc/self/fd/11/$file ]; then
    : > /dev/$file
    devices="$devices
/proc/self/fd/11/$file /./dev/$file none bind 0 0"
    readonly="$readonly/dev/$file
"
  fi
done
for path in "$@"; do
  # A folder is made by its mount; a file needs one to be mounted on.
  if [ ! -e "$path" ] && [ ! -d ${KEPT}/$(($# - index)) ]; then mkdir -p "\${path%/*}"; : > "$path"; fi
  index=$((index - 1))
done
# As the machine's root a file's mode keeps nobody from writing it: what belongs to the machine is made read-only.
machine=
if [ "$VB_ROOT" = yes ]; then
  # What further machines get theirs by: the kernel lets nobody see more of /proc than is seen already.
  machine="/proc ${PROC} none bind 0 0
/proc/sys/net ${SYSCTLS} none bind 0 0"
  readonly="$readonly${PROC}
"
  for file in /proc/sys/* /proc/sysrq-trigger /proc/irq /proc/bus /proc/fs /proc/acpi /proc/scsi /proc/driver /proc/mtrr \
    /proc/dynamic_debug /proc/kcore /proc/kpagecount /proc/latency_stats; do
    case $file in /proc/sys/net | /proc/sys/user) continue ;; esac
    if [ -e $file ]; then
      machine="$machine
$file $file none bind 0 0"
      readonly="$readonly$file
"
    fi
  done
fi
mounts "$devices
vethbook /dev/pts devpts newinstance,ptmxmode=0666,mode=620,nosuid,noexec,X-mount.mkdir 0 0
vethbook /dev/shm tmpfs mode=1777,nosuid,nodev,X-mount.mkdir 0 0
$VB_REAL_IP ${REAL_IP} none bind 0 0
${OURS}/ip $VB_REAL_IP none bind 0 0
$VB_BACK
$machine"
exec 11<&- 12<&-
for old in ${OURS}/local/*; do
  case \${old##*/} in ip | '*') ;; *) [ -e "/usr/local/sbin/\${old##*/}" ] || ln -s "$old" /usr/local/sbin/ ;; esac
done

# Read-only: what is listed, and everything of the host that is still seen.
# Read at one go: a namespace that is deleted elsewhere takes a line out, and 'read' would go on in the middle of another.
lines=
root=
mapfile -t table < /proc/self/mountinfo
set -f
for line in "\${table[@]}"; do
  fields=($line)
  target=\${fields[4]} options=\${fields[5]} source=\${fields[8]:-}
  case $readonly in
  *"
$target
"*) ;;
  *)
    if [ "$source" = vethbook ]; then continue; fi
    case $target/ in
    // ) root=\${options#rw}; continue ;;
    ${HOST_ETC}/*) ;;
    "$VB_DIRECTORY_ESCAPED"/*) continue ;;
    /proc/* | /dev/* | /run/* | /tmp/* | /var/* | /etc/* | /root/* | /usr/local/sbin/*) continue ;;
    esac
    # A plain user can write nothing of the machine in /sys, but must be able to mount it anew.
    if [ "$VB_ROOT" = no ]; then case $target/ in /sys/*) continue ;; esac; fi ;;
  esac
  case $options in ro | ro,*) ;; *) lines="$lines
none $target none remount,bind,ro\${options#rw} 0 0" ;; esac
done
set +f
mounts "$lines
none /usr/local/sbin none remount,bind,ro 0 0"
# 'mount --all' leaves the root out.
mount -o "remount,bind,ro$root" /

# With one of its own a cell could mount cgroups, and move or kill what its user has there outside.
echo 0 > /proc/sys/user/max_cgroup_namespaces
# The kernel counts to whoever started this what is used up in here, too: enough is left for them outside.
echo 256 > /proc/sys/user/max_user_namespaces
for kind in pid ipc uts; do echo 1024 > /proc/sys/user/max_\${kind}_namespaces; done
for kind in net mnt; do echo 8192 > /proc/sys/user/max_\${kind}_namespaces; done
for kind in instances watches; do
  [ -e /proc/sys/fs/inotify/max_user_$kind ] || continue
  read -r most < /proc/sys/fs/inotify/max_user_$kind
  echo $((most / 2)) > /proc/sys/user/max_inotify_$kind
done

# Below: the learner's own namespaces. This process goes there itself, so that process 1 of a cell stands in the node's
# root namespace: tutorials say 'ip link set veth1 netns 1' and 'nsenter --target 1 --net'.
unset VB_OUTER
if [ "$VB_IDS" = many ]; then
  mkfifo /run/ask /run/go
  (
    exec 3>&-
    read -r asked < /run/ask
    map() { while read -r inside _ count; do echo "$inside $inside $count"; done < /proc/self/$1; }
    # In one write each, which bash's own printf does not do.
    exec sh -c 'printf "%s\n" "$1" > /proc/1/uid_map; printf "%s\n" "$2" > /proc/1/gid_map; echo > /run/go' - "$(map uid_map)" "$(map gid_map)"
  ) &
  exec "$VB_UNSHARE" --user --keep-caps sh -c 'echo > /run/ask; read -r go < /run/go; exec setpriv ${UNKEEP} "$VB_UNSHARE" --mount --net --uts --ipc sh -c "eval \"\$VB_INNER\""'
fi
# In two steps: the files of a network namespace belong to who is root when it is made.
exec "$VB_UNSHARE" --user --map-root-user "$VB_UNSHARE" --mount --net --uts --ipc sh -c 'eval "$VB_INNER"'
`.replaceAll('\\${', '${')

/**
 * The last of the init: it starts the agent, takes in orphans, and ends with the agent, or with whoever started it: to
 * enter a user namespace took that back.
 */
export const INIT = `exec setpriv --pdeathsig KILL sh -c '"$@" & exec 3>&-; wait $!' init "$VB_NODE" "$VB_AGENT"`

export const INNER = String.raw`
set -eu
mount --make-rprivate /
if [ "$VB_SYS" = ro ]; then
  mount -t sysfs -o ro,nosuid,nodev,noexec vethbook /sys
  ${REAL_IP} link set lo up
else
  mount -t sysfs -o nosuid,nodev,noexec vethbook /sys
  # IFF_UP and IFF_LOOPBACK: what 'ip link set lo up' does, without a process.
  echo 0x9 > /sys/class/net/lo/flags
fi
hostname "$VB_NAME"
cd "$VB_DIRECTORY"
if [ "$VB_SYS" = ro ]; then
  # A third step, only to lock /sys: were it to be unmounted, 'ip netns exec' would try to mount one that is writable,
  # which the kernel refuses while the one below is locked as read-only. Only the mount namespace is entered.
  [ -e /run/ask ] || mkfifo /run/ask /run/go
  ("$VB_UNSHARE" --user --mount sh -c 'echo $$ > /run/ask; read -r go < /run/go' &)
  read -r holder < /run/ask
  exec nsenter --mount=/proc/$holder/ns/mnt sh -c 'cd "$VB_DIRECTORY"; echo > /run/go; eval "$VB_INIT"'
fi
eval "$VB_INIT"
`
