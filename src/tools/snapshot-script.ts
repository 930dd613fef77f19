import { toolPath } from './tool-path.js'

/**
 * The shell script that reads what decides beside the state. For each namespace it prints sections, each opened by a line
 * `MARK section …`: `space NAME`, then `links` (ip -j -d link), `qdiscs`, `vlans`, `fdb`, `sysctls` (PATH:VALUE lines), `nft`,
 * `iptables`, `ip6tables`, `listeners` (ss). A section whose program fails or is missing is empty: then there is nothing of it.
 * iptables' own programs run only where rules exist, since listing with them would create their tables.
 */
export const snapshotScript = `
PATH=${toolPath}
mark=$1
read_space='
section() { printf "\\n%s %s\\n" "$mark" "$1"; }
section links
ip -j -d link show
section qdiscs
tc -j -s qdisc show
if [ -e /proc/sys/net/bridge ] || ip link show type bridge | grep -q .; then section vlans; bridge -j vlan show; fi
if ip link show type vxlan | grep -q .; then section fdb; bridge -j fdb show; fi
section sysctls
cd /proc/sys/net
grep -s . ipv4/ip_forward ipv4/ip_default_ttl ipv4/icmp_echo_ignore_all ipv6/icmp/echo_ignore_all bridge/bridge-nf-call-* \\
  ipv4/conf/*/forwarding ipv4/conf/*/rp_filter ipv4/conf/*/arp_ignore ipv4/conf/*/arp_filter ipv4/conf/*/accept_local \\
  ipv4/conf/*/proxy_arp ipv6/conf/*/forwarding ipv6/conf/*/disable_ipv6 ipv6/conf/*/hop_limit ipv6/conf/*/proxy_ndp
section nft
rules=$(nft -j list ruleset)
printf "%s" "$rules"
case $rules in *\\"table\\"*) section iptables; iptables-save; section ip6tables; ip6tables-save ;; esac
if [ -s /proc/net/ip_tables_names ]; then section iptables; iptables-legacy-save; fi
if [ -s /proc/net/ip6_tables_names ]; then section ip6tables; ip6tables-legacy-save; fi
section listeners
ss -H -lntu
'
export mark
read_named() {
  printf '\\n%s space %s' "$mark" "$1"
  shift
  "$@" sh -c "$read_space" 2>/dev/null
}
read_some() {
  skip=$1
  shift
  for file; do
    skip=$((1 - skip))
    [ $skip = 0 ] || continue
    [ "$(stat -f -c %T "$file" 2>/dev/null)" = nsfs ] && read_named "\${file##*/}" nsenter --net="$file"
  done
}
set -- /run/netns/*
exec 3>&1
second=$(
  read_some 0 "$@" >&3 3>&- &
  read_named root
  read_some 1 "$@"
  wait
)
printf '%s\\n' "$second"
`
