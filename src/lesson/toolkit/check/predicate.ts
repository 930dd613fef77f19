/**
 * What a goal asks of the network, as plain data, so that it can be stored and read like a sentence where it is written:
 * `lesson.check('both ends are up', all(isUp('veth1', { in: 'ns1' }), isUp('veth2', { in: 'ns2' })))`.
 *
 * A namespace is named as everywhere: `'ns1'`, `'root'` for the lab's own (where none is named), `'node1/ns1'` on a node.
 */
export type Predicate =
  | { is: 'reaching'; from: string; to: string; port?: number }
  | { is: 'isolated'; one: string; other: string }
  | { is: 'up'; link: string; in: string }
  | { is: 'port'; link: string; bridge: string; in: string }
  | { is: 'learned'; mac: string; on: string; behind?: string; in: string }
  | { is: 'addressed'; address: string; on?: string; in: string }
  /** Without `in` a namespace, else a link. */
  | { is: 'there' | 'absent'; name: string; in?: string }
  | { is: 'routed'; to: string; via?: string; dev?: string; in: string }
  | { is: 'not'; what: Predicate }
  | { is: 'all'; what: readonly Predicate[] }

/** A namespace; the lab's own by default. */
export interface Where {
  in?: string
}

/** A ping from a namespace to an address, or to a namespace, is answered; with a `port`, a TCP connection is. */
export function reaches(from: string, to: string, { port }: { port?: number } = {}): Predicate {
  return { is: 'reaching', from, to, ...(port === undefined ? {} : { port }) }
}

/** Both namespaces are there, and no ping between them is answered, either way. */
export function isolated(one: string, other: string): Predicate {
  return { is: 'isolated', one, other }
}

/** The link is switched on and has carrier: of a veth pair both ends are up. */
export function isUp(link: string, { in: where = 'root' }: Where = {}): Predicate {
  return { is: 'up', link, in: where }
}

/** The link is a port of that bridge. */
export function isPortOf(link: string, bridge: string, { in: where = 'root' }: Where = {}): Predicate {
  return { is: 'port', link, bridge, in: where }
}

/**
 * The bridge has learned, from a frame that passed, behind which port a MAC address is. The address may be that of a link:
 * `learned('ns1.veth1', { on: 'br0', behind: 'veth11' })`.
 */
export function learned(
  mac: string,
  { on, behind, in: where = 'root' }: Where & { on: string; behind?: string },
): Predicate {
  return { is: 'learned', mac, on, ...(behind === undefined ? {} : { behind }), in: where }
}

/** Some link of the namespace, or the one named, has the address; with `/24` its prefix counts, too. */
export function hasAddress(address: string, { on, in: where = 'root' }: Where & { on?: string } = {}): Predicate {
  return { is: 'addressed', address, ...(on === undefined ? {} : { on }), in: where }
}

/** There is a namespace of that name; with `in`, a link: `exists('veth1', { in: 'ns1' })`. */
export function exists(name: string, { in: where }: Where = {}): Predicate {
  return { is: 'there', name, ...(where === undefined ? {} : { in: where }) }
}

/** There is no namespace of that name (any more); with `in`, no such link there. */
export function absent(name: string, { in: where }: Where = {}): Predicate {
  return { is: 'absent', name, ...(where === undefined ? {} : { in: where }) }
}

/** There is a route to `'default'` or a prefix, by that gateway and link where they are named. */
export function hasRoute(
  to: string,
  { via, dev, in: where = 'root' }: Where & { via?: string; dev?: string } = {},
): Predicate {
  return { is: 'routed', to, ...(via === undefined ? {} : { via }), ...(dev === undefined ? {} : { dev }), in: where }
}

/** The opposite of a predicate. */
export function not(what: Predicate): Predicate {
  return { is: 'not', what }
}

/** Each of them; a failing check speaks of the first that does not hold. */
export function all(...what: Predicate[]): Predicate {
  return { is: 'all', what }
}

/** Whether it sends packets: then it is looked at in the background. */
export function sendsPackets(predicate: Predicate): boolean {
  switch (predicate.is) {
    case 'reaching':
    case 'isolated':
      return true
    case 'not':
      return sendsPackets(predicate.what)
    case 'all':
      return predicate.what.some(sendsPackets)
    default:
      return false
  }
}
