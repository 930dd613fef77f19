/** Commands of ours that stand in front of the real ones inside the sandbox: shell text, kept quick. */
import { OURS, REAL_IP } from './paths.js'
import { FRESH_SYSCTLS } from './sysctls.js'

/** Makes the network namespace it runs in that of a fresh Linux. Only builtins: it runs at each `netns add`. */
export const RESET = `#!/bin/sh
cd /proc/sys/net
put() { if [ -e "$1" ]; then echo "$2" > "$1"; fi; }
${FRESH_SYSCTLS.map(([path, value]) => `put ${path} ${value}`).join('\n')}
`

/** `ip`: the real one, and after `netns add` the settings of a fresh Linux in the new namespace. */
export const IP = String.raw`#!/bin/sh
real=${REAL_IP}
case " $* " in
*" net"* | *" -b "* | *" -ba"* | *" --b"*) ;;
*) exec "$real" "$@" ;;
esac
reset() { nsenter --net=/run/netns/"$1" ${OURS}/reset; }
batch=
skip=
what=
verb=
name=
for word in "$@"; do
  if [ -n "$skip" ]; then skip=; continue; fi
  case $what:$word in
  :-b | :-ba* | :--ba*) batch=yes; skip=yes ;;
  :-n | :-net* | :-f | :-fa* | :-l | :-loops | :-rc* | :--n* | :--fa*) skip=yes ;;
  :-*) ;;
  :net | :netn | :netns) what=netns ;;
  :*) break ;;
  netns:*) if [ -z "$verb" ]; then verb=$word; else name=$word; break; fi ;;
  esac
done
if [ -n "$batch" ]; then
  before=" $(ls /run/netns 2>/dev/null | tr '\n' ' ') "
  "$real" "$@"
  status=$?
  for name in $(ls /run/netns 2>/dev/null); do case $before in *" $name "*) ;; *) reset "$name" ;; esac; done
  exit $status
fi
case $verb in
a | ad | add)
  if [ "$name" = root ]; then
    echo 'ip: no namespace can be named "root" here: that is the name of the first one, which is there already' >&2
    exit 1
  fi
  "$real" "$@" || exit
  [ -z "$name" ] || reset "$name"
  exit ;;
*) exec "$real" "$@" ;;
esac
`.replaceAll('\\${', '${')

/** `sudo` as tutorials print it. There is no setuid inside a sandbox, and no need: who types is root already. */
export const SUDO = String.raw`#!/bin/sh
refuse() { echo "sudo: $*" >&2; exit 1; }
# Not 'command -v': that finds the builtins of this shell, which sudo cannot run.
found() {
  IFS=:
  for folder in $PATH; do [ ! -x "$folder/$1" ] || return 0; done
  return 1
}
shell=
while [ $# -gt 0 ]; do
  case $1 in
  --) shift; break ;;
  -i | --login) refuse "-i (a login shell) is not available here: you are root already, so type the command itself" ;;
  -s | --shell) shell=yes; shift ;;
  -u | --user | -g | --group)
    case $2 in root | 0 | '#0') shift 2 ;; *) refuse "$1 $2: only root lives in this sandbox" ;; esac ;;
  -uroot | --user=root | --group=root | -groot) shift ;;
  -[hpCrtTUDR] | --host | --prompt | --close-from | --role | --type | --chdir | --chroot) shift 2 ;;
  -k | -K | -v | --validate | --reset-timestamp | --remove-timestamp) shift; [ $# -gt 0 ] || exit 0 ;;
  -l | --list) echo "root may run any command here"; exit 0 ;;
  -V | --version) echo "sudo of a vethbook sandbox: options are dropped, the command runs as it is"; exit 0 ;;
  -[!-]?*)
    # Bundled flags: one by one.
    rest=\${1#-?}; first=\${1%"$rest"}; shift; set -- "$first" "-$rest" "$@" ;;
  -*) shift ;;
  [A-Za-z_]*=*) export "$1"; shift ;;
  *) break ;;
  esac
done
while [ $# -gt 0 ]; do case $1 in [A-Za-z_]*=*) export "$1"; shift ;; *) break ;; esac; done
export SUDO_USER=root SUDO_UID=0 SUDO_GID=0
if [ -n "$shell" ]; then
  [ $# -gt 0 ] || exec bash
  exec bash -c "$*"
fi
[ $# -gt 0 ] || refuse "no command: for example sudo ip link"
case $1 in
*/*) ;;
*) found "$1" || { echo "sudo: $1: command not found" >&2; exit 127; } ;;
esac
exec "$@"
`.replaceAll('\\${', '${')
