/**
 * The two shell scripts that make a sandbox of what `unshare` gives, written for any POSIX shell.
 *
 * `OUTER` runs in the first user namespace, as the init of the PID namespace. It lays out the mounts. `INNER` runs in a
 * second user and mount namespace below it, in which those mounts are locked: whatever a cell does, it can neither
 * unmount nor remount what `OUTER` mounted (mount_namespaces(7)), so `/` stays read-only.
 */
import { OURS } from './shell-rc.js'
import { REAL_IP } from './shims.js'

/** Folders of the host that are replaced by private ones; what must be seen below them is mounted back. */
export const HIDDEN = ['/run', '/tmp', '/var', '/dev', '/usr/local/sbin'] as const

/** What the scripts say on the owner's socket while it is theirs: one byte each. */
export const ASK_FOR_IDS = 'i'

/** Waits until the owner has written the id maps, then becomes root of its namespace and runs `OUTER`. */
export const FIRST = String.raw`
printf '${ASK_FOR_IDS}' >&3
read -r go <&3
exec unshare --ipc --net --mount --pid --fork --kill-child --mount-proc sh -c 'eval "$VB_OUTER"' vethbook "$@"
`

export const OUTER = String.raw`
set -eu
umask 022
# Folders to keep: opened before anything hides them. Arguments: pairs of ro|rw and a path; descriptors 4 to 9.
fd=4
for word in "$@"; do
  case $word in ro | rw) ;; *) eval "exec $fd<\"\$word\""; fd=$((fd + 1)) ;; esac
done
ip=$(readlink -f "$(command -v ip)")

mount -t tmpfs -o mode=755 vethbook /run
# One process for many mounts: lines of an fstab(5).
mounts() { printf '%s\n' "$1" > /run/fstab; mount -a -T /run/fstab; }
mkdir /run/dev /run/etc /run/sbin /run/lock
mounts "vethbook /run/dev tmpfs mode=755,nosuid 0 0
vethbook /run/etc tmpfs mode=755 0 0
vethbook /run/sbin tmpfs mode=755 0 0"
mkdir -p /run/dev/pts /run/dev/shm /run/dev/net /run/dev/mqueue /run/etc/.host /run/sbin/.vethbook/real /run/sbin/.vethbook/local
binds=
for file in null zero full random urandom tty net/tun; do
  if [ -e /dev/$file ]; then : > /run/dev/$file; binds="$binds
/dev/$file /run/dev/$file none bind 0 0"; fi
done
: > /run/sbin/.vethbook/real/ip
mounts "$binds
vethbook /run/dev/pts devpts newinstance,ptmxmode=0666,mode=620,nosuid,noexec 0 0
vethbook /run/dev/shm tmpfs mode=1777,nosuid,nodev 0 0
/etc /run/etc/.host none bind,ro 0 0
/usr/local/sbin /run/sbin/.vethbook/local none bind,ro 0 0
$ip /run/sbin/.vethbook/real/ip none bind 0 0"

cd /run/sbin
printf %s "$VB_SUDO" > sudo
printf %s "$VB_IP" > .vethbook/ip
printf %s "$VB_RESET" > .vethbook/reset
printf %s "$VB_RC" > .vethbook/rc
printf %s "$VB_BASH_ENV" > .vethbook/bash-env
chmod 755 sudo .vethbook/ip .vethbook/reset
for old in .vethbook/local/*; do
  name=\${old##*/}
  if [ -e "$old" ] && [ "$name" != sudo ] && [ "$name" != ip ]; then ln -s "$old" "$name"; fi
done
cd /run/dev
ln -s pts/ptmx ptmx
ln -s /proc/self/fd fd
ln -s /proc/self/fd/0 stdin
ln -s /proc/self/fd/1 stdout
ln -s /proc/self/fd/2 stderr

# /etc: its files copied; its folders too, but for the large ones that no lesson writes to.
cd /run/etc
links=
copies=
for entry in .host/* ; do
  case \${entry##*/} in
  ssl | ca-certificates | alternatives | fonts | apparmor* | systemd | java* | X11 | pam.d | init.d | rc?.d | texmf | \
    ImageMagick* | security | udev | xdg | dpkg | apt | gtk* | openmpi | emacs | dbus-1 | polkit-1 | perl | python* | \
    logrotate.d | cron* | skel | terminfo | selinux | kernel | initramfs-tools | bash_completion.d) links="$links $entry" ;;
  *) if [ -r "$entry" ]; then copies="$copies $entry"; fi ;;
  esac
done
# Unreadable files below are the host's secrets: not ours to have.
cp -R -P $copies . 2>/dev/null || true
if [ -n "$links" ]; then ln -s $links .; fi
printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n::1\tlocalhost ip6-localhost\n' "$VB_NAME" > hosts.new
printf '%s\n' "$VB_NAME" > hostname.new
: > resolv.conf.new
for file in hosts hostname resolv.conf; do mv -f $file.new $file; done
cd /

mount --move /run/dev /dev
mount --move /run/etc /etc
mount --move /run/sbin /usr/local/sbin
rmdir /run/dev /run/etc /run/sbin
mounts "vethbook /tmp tmpfs mode=1777,nosuid,nodev 0 0
vethbook /var tmpfs mode=755 0 0
${OURS}/ip $ip none bind 0 0"
mkdir -p /var/lib/misc /var/log /var/cache /var/spool /var/tmp
chmod 1777 /var/tmp /run/lock
ln -s /run /var/run
ln -s /run/lock /var/lock

# Everything of the host that is still seen: read-only.
while read -r _ _ _ _ target options _; do
  case $target in /proc | /proc/* | /dev | /dev/* | /run | /run/* | /tmp | /var | /etc | /etc/* | /usr/local/sbin*) continue ;; esac
  case $VB_ROOT:$target in no:/sys | no:/sys/*) continue ;; esac
  case $options in ro | ro,*) continue ;; esac
  # A mount below one that has just been hidden is not there any more.
  mount -o remount,bind,ro "$target" || { mountpoint -q "$target" && exit 1; }
done < /proc/self/mountinfo
mount -o remount,bind,ro /usr/local/sbin

fd=4
mode=
for word in "$@"; do
  case $word in
  ro | rw) mode=$word ;;
  *)
    if [ "$mode" = rw ] || [ ! -e "$word" ]; then
      [ -e "$word" ] || if [ -d /proc/self/fd/$fd ]; then mkdir -p "$word"; else mkdir -p "\${word%/*}"; : > "$word"; fi
      mount --no-canonicalize --bind /proc/self/fd/$fd "$word"
      mount -o remount,bind,$mode "$word"
    fi
    eval "exec $fd<&-"
    fd=$((fd + 1))
    ;;
  esac
done

# As the machine's root a file's mode keeps nobody from writing it: what belongs to the machine is made read-only.
if [ "$VB_ROOT" = yes ]; then
  echo 0 > /proc/sys/user/max_cgroup_namespaces
  mounts "$(
    for file in /proc/sys/*; do case $file in */net | */user) ;; *) echo "$file $file none bind,ro 0 0" ;; esac; done
    for file in sysrq-trigger irq bus fs acpi scsi driver mtrr dynamic_debug kcore kpagecount latency_stats; do
      if [ -e /proc/$file ]; then echo "/proc/$file /proc/$file none bind,ro 0 0"; fi
    done
  )"
fi

rm /run/fstab

# Below: the learner's own namespaces. This shell stays as init and takes in orphans.
if [ "$VB_IDS" = many ]; then
  mkfifo /run/ask /run/go
  unshare --user sh -c 'echo > /run/ask; read -r go < /run/go; exec unshare --mount --net --uts --ipc sh -c "eval \"\$VB_INNER\""' &
  read -r asked < /run/ask
  map() { while read -r inside _ count; do echo "$inside $inside $count"; done < /proc/self/$1; }
  maps=$(map uid_map) && echo "$maps" > /proc/$!/uid_map
  maps=$(map gid_map) && echo "$maps" > /proc/$!/gid_map
  echo > /run/go
  rm /run/ask /run/go
else
  unshare --user --map-root-user --mount --net --uts --ipc sh -c 'eval "$VB_INNER"' &
fi
exec 3>&-
unset VB_OUTER VB_INNER
wait $! || exit
`.replaceAll('\\${', '${')

export const INNER = String.raw`
set -eu
cd "$VB_DIRECTORY"
mount --make-rprivate /
mount -t sysfs -o nosuid,nodev,noexec$([ "$VB_ROOT" = yes ] && echo ,ro) vethbook /sys
hostname "$VB_NAME"
${REAL_IP} link set lo up
${OURS}/reset
agent=$VB_AGENT
root=$VB_ROOT
node=$VB_NODE
for name in OUTER INNER SUDO IP RESET RC BASH_ENV NAME ROOT IDS DIRECTORY AGENT NODE; do unset VB_$name; done
if [ "$root" = yes ]; then
  # A third step, only to lock /sys: were it to be unmounted, 'ip netns exec' would try to mount one that is writable,
  # which the kernel refuses while the one below is locked as read-only. Only the mount namespace is entered.
  mkfifo /run/ask /run/go
  unshare --user --mount sh -c 'echo > /run/ask; read -r go < /run/go' &
  read -r asked < /run/ask
  exec nsenter --mount=/proc/$!/ns/mnt sh -c 'cd "$1"; echo > /run/go; rm /run/ask /run/go; exec "$2" "$3"' agent "$PWD" "$node" "$agent"
fi
exec "$node" "$agent"
`.replaceAll('\\${', '${')
