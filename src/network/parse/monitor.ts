import type { OperState } from '../state.js'

/** What a line of `ip -ts -d -o monitor label all-nsid link nsid` told. `atMs` is milliseconds since 1970, UTC. */
export type Notice = LinkNotice | NamespaceIdNotice

export interface LinkNotice {
  kind: 'link'
  atMs: number
  /** The number that the listening namespace gives to the link's; null: they are the same. */
  namespaceId: number | null
  isDeleted: boolean
  index: number
  name: string
  /** `veth`, `bridge`, `loopback` …, null where the notice does not tell. */
  linkKind: string | null
  flags: string[]
  operState: OperState
  mac: string | null
  /** A move: the new namespace as the *former* one numbers it (or as ip took it to be named), and the new index. */
  movedTo: { namespaceId: number | null; namespaceName: string | null; index: number | null } | null
}

/** A namespace got a number within the listening one, or lost it. */
export interface NamespaceIdNotice {
  kind: 'namespace-id'
  atMs: number
  isDeleted: boolean
  id: number
  name: string | null
}

const head =
  /^\[(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)\] (?:\[nsid (current|\d+)\])?\[(LINK|NSID)\](Deleted )?(.*)$/
const link = /^(\d+): (\S+?)(?:@(\S+))?: <([^>]*)> (.*)$/
const namespaceId = /^nsid (\d+)(?: \(iproute2 netns name: (.*)\))?/
const noKind = /^(?:numtxqueues|alias|altname|addrgenmode|RX|TX|parentbus)$|_slave$/

/**
 * Reads one line of a monitor; null for what is no notice of a link or of a namespace's number. iproute2 6.1 prints text
 * whether or not `-j` is given, so this reads the text, with `-o` for one line a notice and `-d` for the kind. TZ=UTC.
 * Source of the format: iproute2's ip/ipmonitor.c and ip/ipaddress.c, print_linkinfo.
 */
export function parseNotice(line: string): Notice | null {
  const found = head.exec(line)
  if (found === null) return null
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second) + Number(`0.${found[7]}`) * 1000
  const isCurrent = found[8] === undefined || found[8] === 'current'
  const isDeleted = found[10] !== undefined
  const rest = found[11] ?? ''
  if (found[9] === 'LINK')
    return linkNotice(rest, { atMs, namespaceId: isCurrent ? null : Number(found[8]), isDeleted })
  // Numbers that other namespaces give are printed with names of this one's numbering: of no use.
  const [matched, id, name] = namespaceId.exec(rest) ?? []
  if (matched === undefined || !isCurrent) return null
  return { kind: 'namespace-id', atMs, isDeleted, id: Number(id), name: name ?? null }
}

function linkNotice(text: string, base: Pick<LinkNotice, 'atMs' | 'namespaceId' | 'isDeleted'>): LinkNotice | null {
  const [matched, index, name = '', , flags = '', rest = ''] = link.exec(text) ?? []
  // What a bridge says of its port comes in the same form, but without qdisc and group: it is no news of the link itself.
  if (matched === undefined || !/ group /.test(rest)) return null
  return {
    kind: 'link',
    ...base,
    index: Number(index),
    name,
    linkKind: kindOf(rest),
    flags: flags.split(','),
    operState: (/ state (\w+)/.exec(rest)?.[1] ?? 'UNKNOWN') as OperState,
    mac: /link\/ether (\S+)/.exec(rest)?.[1] ?? null,
    movedTo: moveOf(rest),
  }
}

/** `-o` writes a backslash where a new line would begin; the kind opens the third one. */
function kindOf(rest: string): string | null {
  if (rest.includes('link/loopback')) return 'loopback'
  const openings = rest
    .split('\\')
    .slice(2)
    .map((line) => line.trim().split(/\s+/)[0] ?? '')
  return openings.find((word) => word !== '' && !noKind.test(word)) ?? null
}

function moveOf(rest: string): LinkNotice['movedTo'] {
  const id = / new-netnsid (\d+)/.exec(rest)?.[1]
  const name = / new-netns (\S+)/.exec(rest)?.[1]
  if (id === undefined && name === undefined) return null
  const index = / new-ifindex (\d+)/.exec(rest)?.[1]
  return {
    namespaceId: id === undefined ? null : Number(id),
    namespaceName: name ?? null,
    index: index === undefined ? null : Number(index),
  }
}
