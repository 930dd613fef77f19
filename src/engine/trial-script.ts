/**
 * What a trial sandbox runs: one line for each thing that this machine's kernel and programs can do, in as few processes as
 * tell it.
 */
export const TRIAL = String.raw`
exec 2>/dev/null
if [ -w /proc/sys/net/ipv4/ip_forward ]; then echo sysctl; fi
ip -force -batch - <<END
link add p0 type veth peer name p1
link add vx type vxlan id 1 dstport 4789
link add link p0 name mv type macvlan
link add link p0 name vl type vlan id 1
link add name filtering type bridge vlan_filtering 1
link add name dummy0 type dummy
tuntap add dev tun mode tun
END
ip -o link | while read -r _ name _; do
  case $name in
  vx:) echo vxlan ;;
  mv@*) echo macvlan ;;
  vl@*) echo vlan ;;
  filtering:) echo vlan-filtering ;;
  dummy0:) echo dummy ;;
  tun:) echo tun ;;
  esac
done
tc -force -batch - <<END
qdisc add dev p0 root netem
qdisc add dev p1 root tbf rate 1mbit burst 4k latency 10ms
END
tc qdisc show | while read -r _ kind _; do
  case $kind in netem | tbf) echo $kind ;; esac
done
nft list ruleset >/dev/null && echo nftables
iptables -n -L >/dev/null && echo iptables
command -v tcpdump >/dev/null && echo tcpdump
`
