/** What people write from the habit of other tools, by what it is called here. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  addresses: ['ip', 'ips', 'ip4', 'ip6', 'ipv4', 'ipv6', 'address', 'addr', 'addrs', 'inet', 'inet6', 'cidr'],
  via: ['gateway', 'gw', 'nexthop', 'next-hop', 'nextHop'],
  link: ['dev', 'device', 'interface', 'iface', 'oif'],
  destination: ['to', 'dst', 'dest', 'prefix', 'network', 'net', 'subnet'],
  source: ['src', 'from'],
  ends: ['endpoints', 'nodes', 'between', 'interfaces', 'from', 'to', 'src', 'dest', 'a', 'b'],
  rateMbit: ['rate', 'bw', 'bandwidth', 'speed', 'mbit'],
  delayMs: ['delay', 'latency', 'latencyMs'],
  jitterMs: ['jitter'],
  lossRatio: ['loss', 'lossPercent', 'drop'],
  kind: ['type'],
  id: ['vni', 'vid', 'vlan', 'vlanId', 'tag'],
  over: ['parent', 'lower', 'master', 'dev', 'device', 'interface'],
  namespaces: ['hosts', 'containers', 'netns', 'spaces'],
  bridges: ['switches', 'switch', 'bridge'],
  ports: ['interfaces', 'members', 'slaves', 'links'],
  services: ['cmd', 'exec', 'command', 'commands', 'run', 'daemons'],
  nftables: ['nft', 'firewall', 'iptables', 'filter'],
  vlanFiltering: ['vlan_filtering', 'vlan'],
  ageingSeconds: ['ageing', 'ageing_time', 'aging'],
  priority: ['pref', 'prio', 'preference', 'order'],
  table: ['lookup'],
  mac: ['hwaddr', 'lladdr', 'ether', 'macAddress'],
  type: ['kind'],
}

/** The key that somebody meant who comes from elsewhere, of those that can stand here. */
export function synonymOf(key: string, known: readonly string[]): string | undefined {
  return known.find((each) => SYNONYMS[each]?.includes(key))
}
