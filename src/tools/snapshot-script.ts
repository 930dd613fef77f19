import { toolPath } from './tool-path.js'

const conf4 = [
  ...[
    'accept_local',
    'accept_redirects',
    'accept_source_route',
    'arp_accept',
    'arp_announce',
    'arp_filter',
    'arp_ignore',
  ],
  ...['arp_notify', 'bc_forwarding', 'forwarding', 'ignore_routes_with_linkdown', 'log_martians', 'proxy_arp'],
  ...['proxy_arp_pvlan', 'promote_secondaries', 'route_localnet', 'rp_filter', 'secure_redirects', 'send_redirects'],
  ...['shared_media', 'src_valid_mark'],
]
const conf6 = [
  ...['accept_dad', 'accept_ra', 'accept_ra_defrtr', 'accept_redirects', 'accept_source_route', 'addr_gen_mode'],
  ...['autoconf', 'dad_transmits', 'disable_ipv6', 'forwarding', 'hop_limit', 'ignore_routes_with_linkdown'],
  ...['keep_addr_on_down', 'ndisc_notify', 'proxy_ndp', 'router_solicitations', 'use_tempaddr'],
]

/** Paths below /proc/sys/net of the settings that decide about packets. */
const sysctls = [
  ...['ipv4/ip_*', 'ipv4/icmp_*', 'ipv4/tcp_*', 'ipv4/fib_*', 'ipv4/ping_group_range'],
  ...conf4.map((name) => `ipv4/conf/*/${name}`),
  ...conf6.map((name) => `ipv6/conf/*/${name}`),
  ...['ipv4/neigh/*/mcast_solicit', 'ipv6/neigh/*/mcast_solicit'],
  ...['ipv6/icmp/*', 'ipv6/bindv6only', 'ipv6/fib_*', 'bridge/*', 'core/somaxconn'],
]

/**
 * The shell script that reads what decides beside the state. For each namespace it prints sections, each opened by a line
 * `MARK section …`: `space NAME`, then `links` (ip -j -d addr), `routes` (routes, proxies and nexthop objects, line by line),
 * `nexthops6` (those that are of IPv6), `qdiscs`, `queues` (tc, where a link has others than it was born with), `vlans`, `fdb`,
 * `sysctls` (PATH:VALUE lines), `nft` (JSON), `ruleset` (text), `iptables`, `ip6tables`, `ipsets`, `listeners` (ss). A section whose program fails or is missing is
 * empty: then there is nothing of it. iptables' own programs run only where rules exist, since listing with them would
 * create their tables.
 */
export const snapshotScript = `
PATH=${toolPath}
mark=$1
read_space='
section() { printf "\\n%s %s\\n" "$mark" "$1"; }
links=$(ip -j -d addr show)
section links
printf "%s" "$links"
section routes
routes=$(printf "route show table all\\nneigh show proxy\\nnexthop show\\n" | ip -o -d -batch -)
printf "%s" "$routes"
case $routes in "id "* | *"
id "*) section nexthops6; ip -o -6 nexthop show ;; esac
section qdiscs
queues=$(tc -j -s qdisc show)
printf "%s" "$queues"
case $queues in *\\"handle\\":\\"[1-9a-f]*)
  section queues
  tc qdisc show
  for link in $(ip -br link show | cut -d" " -f1 | cut -d@ -f1); do
    tc class show dev "$link" | sed "s/^class [^ ]* [^ ]*/& dev $link/"
    for at in "" ingress egress; do tc filter show dev "$link" $at | sed -n "s/^filter/filter dev $link/p"; done
  done ;;
esac
case $links in *\\"info_kind\\":\\"bridge\\"*) section vlans; bridge -j vlan show ;; esac
case $links in *\\"info_kind\\":\\"vxlan\\"*) section fdb; bridge -j fdb show ;; esac
section sysctls
cd /proc/sys/net
grep -s . ${sysctls.join(' ')}
section nft
rules=$(nft -j list ruleset)
printf "%s" "$rules"
case $rules in *\\"table\\"*)
  section ruleset; nft -s list ruleset 2>&1
  section iptables; iptables-save; section ip6tables; ip6tables-save ;;
esac
if read -r _ </proc/net/ip_tables_names; then section iptables; iptables-legacy-save; fi
if read -r _ </proc/net/ip6_tables_names; then section ip6tables; ip6tables-legacy-save; fi
case $(ipset list -n) in ?*) section ipsets; ipset save ;; esac
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
