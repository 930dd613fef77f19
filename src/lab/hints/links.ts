import { findNamespace, namespaceWords, type Link } from '../../network/index.js'
import type { Hint, Slip } from './hint.js'
import { kindWords, linkIn } from './look.js'

/** Names, kinds and ports of links. */
export const linkHints: readonly Hint[] = [
  {
    says: /not a valid ifname|Attribute failed policy validation/,
    by: /\blink\b|\bip\s+l/,
    explain: ({ said, command }) => {
      const long = command.split(/\s+/).find((word) => /^[\w.-]{16,}$/.test(word))
      if (long !== undefined) return `${long} has ${long.length} characters; a link's name has 15 at most.`
      return /ifname/.test(said[0]) ? "A link's name has 1 to 15 characters, without blanks and without /." : null
    },
  },
  {
    says: /Can not enslave a bridge to a bridge/,
    explain: () => 'A bridge cannot be a port of a bridge. Join the two by a veth pair, one end a port of each.',
  },
  {
    says: /RTNETLINK answers: (?:Operation not supported|Invalid argument)/,
    by: /\bmaster\s+\S+/,
    explain: ({ command, namespace, state }) => {
      const [, name = ''] = /\bmaster\s+(\S+)/.exec(command) ?? []
      const [, port = ''] = /\bset\s+(?:dev\s+)?(\S+)/.exec(command) ?? []
      const master = linkIn(state, namespace, name)
      if (port === 'lo') return 'lo, the loopback, cannot be a port of a bridge.'
      if (master === undefined || master.kind === 'bridge') return null
      return `${name} in ${namespaceWords(namespace)} is ${kindWords(master)}, not a bridge: it can have no ports. To add a bridge: sudo ip link add br0 type bridge`
    },
  },
  {
    says: /The interface netns is immutable|RTNETLINK answers: Invalid argument/,
    by: /\bnetns\s+\S+/,
    explain: ({ command }) => {
      const [, name = 'that link'] = /\bset\s+(?:dev\s+)?(\S+)/.exec(command) ?? []
      const why = name === 'lo' ? 'every namespace has a loopback of its own' : 'a bridge stays where it was made'
      return `${name} cannot move to another namespace: ${why}.`
    },
  },
  {
    says: /Unknown device type|RTNETLINK answers: Operation not supported/,
    by: /\btype\s+\S+/,
    explain: ({ command }) => {
      const type = /\btype\s+(\S+)/.exec(command)?.[1] ?? ''
      return `The kernel of this machine has no links of type ${type}. In most labs a veth pair or a bridge does as well.`
    },
  },
  {
    says: /Specified qdisc kind is unknown|qdisc .* is unknown/,
    explain: () => 'The kernel of this machine does not have that queueing discipline: lab.can tells which it has.',
  },
  {
    says: /cannot remove '(?:\/var)?\/run\/netns\/([^'/]+)': Device or resource busy/,
    explain: ({ said }) => `${said[1]} is a namespace, not a plain file. To delete it: sudo ip netns delete ${said[1]}`,
  },
  {
    says: /RTNETLINK answers: Device or resource busy|device (\S+) is already a member of a bridge/,
    explain: (slip) => busyLink(slip),
  },
]

/** One link takes what comes in on another: a bridge, or a macvlan; there is no second one. */
function busyLink({ said, command, namespace, state }: Slip): string | null {
  const below = /\badd\s.*\blink\s+(\S+)/.exec(command)?.[1]
  const changed = /\bset\s+(?:dev\s+)?(\S+)/.exec(command)?.[1] ?? /\baddif\s+\S+\s+(\S+)/.exec(command)?.[1]
  const name = said[1] ?? below ?? changed
  const link = name === undefined ? undefined : linkIn(state, namespace, name)
  if (link === undefined) return null
  if (link.master !== null)
    return `${link.name} is a port of ${link.master} already. To free it: sudo ip link set ${link.name} nomaster`
  // Kernels before 6.2.
  if (/\bset\s.*\bname\s/.test(command) && link.up)
    return `${link.name} is up, and this kernel renames only what is down. First: sudo ip link set ${link.name} down`
  const above = findNamespace(state, namespace)?.links.find((each) => /^(?:mac|ip)v(?:lan|tap)$/.test(typeOf(each)))
  if (!/\bmaster\s/.test(command) || above === undefined) return null
  return `${link.name} cannot be a port of a bridge while ${above.name}, ${kindWords(above)}, stands on it. To free it: sudo ip link delete ${above.name}`
}

function typeOf(link: Link): string {
  return link.kind === 'other' ? link.type : link.kind
}
