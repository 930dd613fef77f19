/**
 * What a fresh Linux has where a network namespace has not: it copies settings of the *machine's* first one (ip_forward
 * and the like), or of the kernel's build (bridge-nf-call-*). Values: the kernel's net/ipv4/devinet.c, net/ipv6/addrconf.c.
 */

const CONF = ['all', 'default']
const IPV4_OFF = [
  'accept_local',
  'arp_accept',
  'arp_announce',
  'arp_filter',
  'arp_ignore',
  'arp_notify',
  'forwarding',
  'log_martians',
  'proxy_arp',
  'proxy_arp_pvlan',
  'route_localnet',
  'rp_filter',
]
const IPV4_ON = ['accept_redirects', 'secure_redirects', 'send_redirects', 'shared_media']
const IPV6_OFF = ['forwarding', 'disable_ipv6', 'proxy_ndp']
const IPV6_ON = ['accept_ra', 'accept_redirects', 'autoconf']

const each = (family: string, names: readonly string[], value: string): [string, string][] =>
  CONF.flatMap((scope) => names.map((name): [string, string] => [`${family}/conf/${scope}/${name}`, value]))

/** Pairs of a path below /proc/sys/net and a value; a kernel may lack some. ip_forward comes first: it sets others. */
export const FRESH_SYSCTLS: readonly [path: string, value: string][] = [
  ['ipv4/ip_forward', '0'],
  ...each('ipv4', IPV4_OFF, '0'),
  ...each('ipv4', IPV4_ON, '1'),
  ...each('ipv6', IPV6_OFF, '0'),
  ...each('ipv6', IPV6_ON, '1'),
  ['bridge/bridge-nf-call-iptables', '0'],
  ['bridge/bridge-nf-call-ip6tables', '0'],
  ['bridge/bridge-nf-call-arptables', '0'],
]
