/** Pure: which pages of the manual tell of commands. */

/** A page, and where it can be read. */
export interface ManualPageLink {
  /** `ip-link(8)` */
  page: string
  url: string
}

/** Each program's section of the manual, and Debian's package of it. */
const programs: Readonly<Record<string, readonly [section: 1 | 8, origin: string]>> = {
  bridge: [8, 'iproute2'],
  brctl: [8, 'bridge-utils'],
  conntrack: [8, 'conntrack'],
  curl: [1, 'curl'],
  ethtool: [8, 'ethtool'],
  ip: [8, 'iproute2'],
  ip6tables: [8, 'iptables'],
  iperf3: [1, 'iperf3'],
  iptables: [8, 'iptables'],
  nft: [8, 'nftables'],
  nsenter: [1, 'util-linux'],
  ping: [8, 'iputils-ping'],
  ss: [8, 'iproute2'],
  sysctl: [8, 'procps'],
  tc: [8, 'iproute2'],
  tcpdump: [8, 'tcpdump'],
  tracepath: [8, 'iputils-tracepath'],
  unshare: [1, 'util-linux'],
}

/** In ip's own order, in which the first that begins with what was typed is meant (iproute2, ip/ip.c); null: no own page. */
const objects: readonly (readonly [typed: string, page: string | null])[] = [
  ['address', 'ip-address'],
  ['addrlabel', 'ip-addrlabel'],
  ['maddress', 'ip-maddress'],
  ['route', 'ip-route'],
  ['rule', 'ip-rule'],
  ['neighbor', 'ip-neighbour'],
  ['neighbour', 'ip-neighbour'],
  ['link', 'ip-link'],
  ['tunnel', 'ip-tunnel'],
  ['tuntap', null],
  ['token', 'ip-token'],
  ['monitor', 'ip-monitor'],
  ['xfrm', 'ip-xfrm'],
  ['mroute', 'ip-mroute'],
  ['netns', 'ip-netns'],
  ['netconf', 'ip-netconf'],
  ['vrf', 'ip-vrf'],
  ['nexthop', 'ip-nexthop'],
]

/** Options of ip that take a word. */
const withWord = new Set(['-n', '-netns', '-f', '-family', '-b', '-batch', '-l', '-loops', '-rc', '-rcvbuf'])

/** What only stands before a command. */
const before = /^(?:sudo|env|time|command|exec|if|then|else|elif|while|until|do|!|\{|\w+=.*)$/

/** The names of the pages, each once, in the order in which the commands come: `ip-link`, `ping`. */
export function pagesOf(script: string): string[] {
  const found = script.split(/[\n;|&()`]+/).flatMap((command) =>
    ofWords(
      command
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/^['"]|['"]$/g, '')),
    ),
  )
  return [...new Set(found)]
}

function ofWords(words: readonly string[]): string[] {
  const [first, ...rest] = words
  if (first === undefined) return []
  if (before.test(first))
    return ofWords(rest.filter((word, at) => at >= rest.findIndex((each) => !each.startsWith('-'))))
  const program = first.split('/').at(-1) ?? ''
  if (program === 'ip') return ofIp(rest)
  if (!Object.hasOwn(programs, program))
    return ['timeout', 'watch', 'bash', 'sh', 'nohup'].includes(program) ? inside(rest) : []
  return [program, ...(program === 'nsenter' || program === 'unshare' ? inside(rest) : [])]
}

function ofIp(words: readonly string[]): string[] {
  let at = 0
  while (words[at]?.startsWith('-') === true) at += withWord.has(words[at] ?? '') ? 2 : 1
  const typed = words[at] ?? ''
  const object = typed === '' ? undefined : objects.find(([name]) => name.startsWith(typed))
  const verb = words[at + 1] ?? ''
  const inner = object?.[0] === 'netns' && verb !== '' && 'exec'.startsWith(verb) ? ofWords(words.slice(at + 3)) : []
  return [object?.[1] ?? 'ip', ...inner]
}

/** The command that another one runs. */
function inside(words: readonly string[]): string[] {
  const at = words.findIndex((word) => Object.hasOwn(programs, word.split('/').at(-1) ?? ''))
  return at === -1 ? [] : ofWords(words.slice(at))
}

/** Of a name that `pagesOf` gave; undefined of any other. */
export function manualPageLink(name: string): ManualPageLink | undefined {
  const known = Object.hasOwn(programs, name) ? programs[name] : /^ip-[a-z]+$/.test(name) ? programs['ip'] : undefined
  if (known === undefined) return undefined
  const [section, origin] = known
  return {
    page: `${name}(${section})`,
    url: `https://manpages.debian.org/bookworm/${origin}/${name}.${section}.en.html`,
  }
}
