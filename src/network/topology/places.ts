import { createHash } from 'node:crypto'
import { FIRST_NODE } from '../assemble.js'
import { parseEndpoint } from '../relations.js'
import type { LinkPlace } from './operation.js'

/** The longest name of a link: IFNAMSIZ is 16 with the zero at its end. */
export const LONGEST_NAME = 15

/** A namespace as a topology names it → its full name: `node1` → `node1/root`. */
export function fullSpaceName(name: string, nodes: readonly string[]): string {
  if (nodes.includes(name)) return `${name}/root`
  return name.startsWith(`${FIRST_NODE}/`) ? name.slice(FIRST_NODE.length + 1) : name
}

/** `node1/ns1` → its node and its name there; undefined: the lab's own machine. */
export function splitSpaceName(full: string): { node: string | undefined; namespace: string } {
  const slash = full.indexOf('/')
  if (slash < 0) return { node: undefined, namespace: full }
  return { node: full.slice(0, slash), namespace: full.slice(slash + 1) }
}

/** The place of a link: `full` is its namespace's full name. */
export function linkPlace(full: string, link: string): LinkPlace {
  const { node, namespace } = splitSpaceName(full)
  return { ...(node !== undefined && { node }), namespace, link }
}

/** The full name of the namespace of a place. */
export function spaceOf({ node, namespace }: { node?: string; namespace: string }): string {
  return node === undefined || node === FIRST_NODE ? namespace : `${node}/${namespace}`
}

/** The place of the link that another one lies over; undefined where it lies over none. */
export function overOf({ at, kind }: { at: LinkPlace; kind: object }): LinkPlace | undefined {
  const { over, overIn } = kind as { over?: string; overIn?: Omit<LinkPlace, 'link'> }
  return over === undefined ? undefined : { ...(overIn ?? at), link: over }
}

/** One word for a place: `ns1.veth1`, `node1/root.eth0`. */
export function placeKey(place: LinkPlace): string {
  return `${spaceOf(place)}.${place.link}`
}

/** `'ns1.veth1'` → where it is; without a dot, a link of the namespace `inside`. Undefined where it names no link. */
export function readPlace(text: string, nodes: readonly string[], inside?: string): LinkPlace | undefined {
  const { namespace, link } = parseEndpoint(text)
  if (link === undefined) return inside === undefined ? undefined : linkPlace(inside, text)
  return link === '' || namespace === '' ? undefined : linkPlace(fullSpaceName(namespace, nodes), link)
}

/** The bridge's end of the pair to a port elsewhere: `<namespace>-<link>`, hashed past 15. */
export function portName({ node, namespace, link }: LinkPlace): string {
  const owner = node === undefined ? namespace : namespace === 'root' ? node : `${node}-${namespace}`
  const name = `${owner}-${link}`
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 6)
  return `${[...owner].slice(0, LONGEST_NAME - 7).join('')}-${hash}`
}
