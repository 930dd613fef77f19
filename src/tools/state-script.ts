import { toolPath } from './tool-path.js'

/**
 * The shell script that reads a whole node in one go. For each namespace it prints sections, each opened by a line
 * `MARK section …`, MARK being a word that nothing else prints:
 *
 *   space NAME     a namespace begins
 *   general        one line each of `ip -j -d`: addresses, neighbours, namespace ids
 *   inet           one line each of `ip -j -d -4`: rules, routes of all tables
 *   inet6          the same of `ip -j -d -6` (absent where the kernel has no IPv6)
 *   fdb            `bridge -j fdb show`
 *   status CODE    how the read of the namespace ended: 0, an exit code, or `none` where no namespace has the name (now)
 *
 * `ip -batch` reads several tables in one process, and `nsenter` enters a namespace without copying the mount table as
 * `ip -n` does (which makes many namespaces quadratic). Two namespaces are read at a time: the machine usually has a
 * second core, and 60 namespaces take 180 ms instead of 300.
 */
export const readScript = `
PATH=${toolPath}
mark=$1
read_space='
set -e
printf "\\n%s general\\n" "$1"
ip -j -d -batch - <<END
addr show
neigh show nud all
netns list-id
END
printf "\\n%s inet\\n" "$1"
ip -j -d -4 -batch - <<END
rule show
route show table all
END
if [ -e /proc/net/if_inet6 ]; then
  printf "\\n%s inet6\\n" "$1"
  ip -j -d -6 -batch - <<END
rule show
route show table all
END
fi
printf "\\n%s fdb\\n" "$1"
bridge -j fdb show
'
read_root() {
  printf '\\n%s space root' "$mark"
  sh -c "$read_space" sh "$mark"
  printf '\\n%s status %s' "$mark" $?
}
# Every second one: the names are listed once, for both readers.
read_named() {
  skip=$1
  shift
  for file; do
    skip=$((1 - skip))
    [ $skip = 0 ] || continue
    # A name without a namespace: one that is being made or taken away, or a left-over file. Made anew meanwhile: again.
    for turn in 1 2 3 4 5; do
      printf '\\n%s space %s' "$mark" "\${file##*/}"
      nsenter --net="$file" sh -c "$read_space" sh "$mark"
      code=$?
      [ $code = 0 ] || [ "$(stat -f -c %T "$file" 2>&1)" = nsfs ] || code=none
      case $code in 0 | none) break ;; esac
      [ $turn = 5 ] || printf '\\n%s status none' "$mark"
    done
    printf '\\n%s status %s' "$mark" $code
  done
}
set -- /run/netns/*
exec 3>&1
second=$(
  read_named 0 "$@" >&3 3>&- &
  read_root
  read_named 1 "$@"
  wait
)
printf '%s\\n' "$second"
`

/**
 * Comes before the other where a lab has several nodes: `MARK NODE PID NODE PID …`, run in a mount namespace of its own.
 * ip(8) tells the namespace at a veth pair's other end by the names in /run/netns, so that there all namespaces of all
 * nodes are named, `NODE:NAME`, root namespaces too: a link from one node to another is told with both of its ends.
 */
export const gatherScript = `
PATH=${toolPath}
mark=$1
shift
mount -t tmpfs none /run && mkdir /run/netns || exit
while [ $# -ge 2 ]; do
  ln -s "/proc/$2/ns/net" "/run/netns/$1:root"
  for file in "/proc/$2/root/run/netns/"*; do
    # A namespace that is named root, too, is not told apart from the machine's own.
    [ ! -e "$file" ] || [ "\${file##*/}" = root ] || ln -s "$file" "/run/netns/$1:\${file##*/}"
  done
  shift 2
done
set -- "$mark"
`
