/** Commands of ours that stand in front of the real ones inside the sandbox: shell text, kept quick. */
import { OURS } from './shell-rc.js'

/** The real `ip`, below the shim that is mounted over it. */
export const REAL_IP = `${OURS}/real/ip`

/**
 * A network namespace that a cell adds copies settings of the *machine's* first one, or of the kernel's build. This
 * writes what a fresh Linux has, in the namespace it runs in. Values: kernel's net/ipv4/devinet.c and net/ipv6/addrconf.c.
 */
const RESET_SYSCTLS = String.raw`
cd /proc/sys/net
put() { if [ -e "$1" ]; then echo "$2" > "$1"; fi; }
put ipv4/ip_forward 0
for scope in all default; do
  dir=ipv4/conf/$scope
  for name in accept_local arp_accept arp_announce arp_filter arp_ignore arp_notify forwarding log_martians proxy_arp \
    proxy_arp_pvlan route_localnet rp_filter src_valid_mark arp_evict_nocarrier; do
    case $name in arp_evict_nocarrier) value=1 ;; *) value=0 ;; esac
    put $dir/$name $value
  done
  for name in accept_redirects secure_redirects send_redirects shared_media; do put $dir/$name 1; done
  dir=ipv6/conf/$scope
  for name in forwarding disable_ipv6 proxy_ndp; do put $dir/$name 0; done
  for name in accept_ra autoconf accept_redirects; do put $dir/$name 1; done
done
for name in iptables ip6tables arptables; do put bridge/bridge-nf-call-$name 0; done
`

export const RESET = `#!/bin/sh\n${RESET_SYSCTLS}`

/** `ip`: the real one, and after `netns add` the settings of a fresh Linux in the new namespace. */
export const IP = String.raw`#!/bin/sh
real=${REAL_IP}
case " $* " in
*" net"* | *" -b"* | *" --b"*) ;;
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
  "$real" "$@" || exit
  [ -z "$name" ] || reset "$name"
  exit ;;
*) exec "$real" "$@" ;;
esac
`.replaceAll('\\${', '${')

/** `sudo` as tutorials print it. There is no setuid inside a sandbox, and no need: who types is root already. */
export const SUDO = String.raw`#!/bin/sh
refuse() { echo "sudo: $*" >&2; exit 1; }
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
*) case $(command -v -- "$1") in /*) ;; *) echo "sudo: $1: command not found" >&2; exit 127 ;; esac ;;
esac
exec "$@"
`.replaceAll('\\${', '${')
