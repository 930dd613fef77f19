import type { Hint } from './hint.js'
import { nearest } from './look.js'

/** Debian's package of each program that tutorials of this subject use. */
const packages: Readonly<Record<string, string>> = {
  arp: 'net-tools',
  arping: 'iputils-arping',
  brctl: 'bridge-utils',
  bridge: 'iproute2',
  conntrack: 'conntrack',
  curl: 'curl',
  dig: 'dnsutils',
  dnsmasq: 'dnsmasq-base',
  ebtables: 'ebtables',
  ethtool: 'ethtool',
  host: 'bind9-host',
  ifconfig: 'net-tools',
  ip: 'iproute2',
  ip6tables: 'iptables',
  iperf: 'iperf',
  iperf3: 'iperf3',
  ipset: 'ipset',
  iptables: 'iptables',
  'iptables-save': 'iptables',
  ipvsadm: 'ipvsadm',
  jq: 'jq',
  lsof: 'lsof',
  mtr: 'mtr-tiny',
  nc: 'netcat-openbsd',
  ncat: 'ncat',
  netstat: 'net-tools',
  nft: 'nftables',
  nmap: 'nmap',
  nslookup: 'dnsutils',
  ping: 'iputils-ping',
  ping6: 'iputils-ping',
  python3: 'python3',
  route: 'net-tools',
  socat: 'socat',
  ss: 'iproute2',
  strace: 'strace',
  tc: 'iproute2',
  tcpdump: 'tcpdump',
  telnet: 'telnet',
  tracepath: 'iputils-tracepath',
  traceroute: 'traceroute',
  tree: 'tree',
  tshark: 'tshark',
  wg: 'wireguard-tools',
  wget: 'wget',
}
const outside = new Set([
  'docker',
  'podman',
  'kubectl',
  'systemctl',
  'service',
  'apt',
  'apt-get',
  'yum',
  'dnf',
  'snap',
  'minikube',
  'kind',
])

/** Programs that are missing, may not do a thing, or cannot resolve a name. */
export const programHints: readonly Hint[] = [
  {
    says: /(?:^|: )(?:line \d+: )?([^\s:"]+): command not found|exec of "([^"]+)" failed: No such file|failed to execute ([^\s:]+): No such file|env: [‘'"]([^’'"]+)[’'"]: No such file/,
    explain: ({ said }) => missingProgram(said.slice(1).find((group) => group !== undefined) ?? ''),
  },
  { says: /Cannot connect to the Docker daemon/, explain: () => missingProgram('docker') },
  {
    says: /Read-only file system/,
    explain: () =>
      "The machine's own files are read-only in a lab. Writable are the notebook's folder, /tmp, /etc, /run and /var, the last ones private to the lab.",
  },
  {
    // iproute2 mounts a /sys of the namespace each time, and where the lab's own is read-only, as root's is, a second one may not lie over the first.
    says: /mount of \/sys failed/,
    explain: () =>
      'A namespace is entered from outside of any, not from within another: leave the first `ip netns exec` out, or go on with `nsenter --net=/run/netns/NAME`.',
  },
  {
    says: /Operation not permitted|Permission denied|permission denied on key/,
    explain: ({ command }) =>
      /\bsysctl\b|\/proc\/sys/.test(command)
        ? "That setting is the machine's, not one of its network: a lab can set net.* only."
        : 'The lab is a sandbox: what would reach the machine around it is refused, with sudo too (you are root in the lab already). Inside, networks, namespaces and firewalls are yours.',
  },
  {
    says: /Temporary failure in name resolution|Name or service not known|Could not resolve host/,
    explain: () => 'A lab has no name server and no way to the internet: use an address of a link in this lab.',
  },
  {
    says: /cannot stat \/proc\/sys\/(\S+?): No such file/,
    explain: ({ said }) => {
      const gap = /conf\/([^/]+)\//.exec(said[1] ?? '')?.[1]
      return gap === undefined
        ? `There is no setting ${(said[1] ?? '').replaceAll('/', '.')} in this kernel.`
        : `There is no link ${gap} in that namespace, so it has no settings.`
    },
  },
  {
    says: /syntax error near unexpected token `([^']*)'|begins a quote, a heredoc or a command that the text does not end|unexpected EOF while looking for matching|syntax error: unexpected end of file/,
    explain: ({ said }) =>
      said[1] === undefined
        ? 'A quote, a here-document or a block is opened and not closed: the shell would wait for its end.'
        : `The shell did not expect ${said[1] === 'newline' ? 'the line to end' : said[1]} there: look for an unquoted bracket, < or >, or a missing then, do or quote.`,
  },
]

function missingProgram(name: string): string {
  if (outside.has(name))
    return `${name} belongs to the machine around a lab; a lab is a bare machine, with networks and no services.`
  const known = Object.hasOwn(packages, name) ? packages[name] : undefined
  if (known !== undefined)
    return `${name} is not installed. On Debian and Ubuntu, outside of the lab: sudo apt-get install ${known}`
  const near = nearest(name, [...Object.keys(packages), 'sudo', 'sysctl', 'nsenter', 'unshare', 'echo', 'sleep'])
  return near === undefined
    ? `No program is named ${name} here; check its spelling.`
    : `No program is named ${name} here. Is ${near} meant?`
}
