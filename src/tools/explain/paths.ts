import type { Link } from '../../network/index.js'
import { addressesOf, type Family, type NetworkMap } from './map.js'
import { searchSegment, type SegmentPath } from './segment.js'

/** A step from one namespace to the next by way of a segment. */
export interface Passage {
  from: Link
  to: Link
  path: SegmentPath
}

/** The network as hosts and routers see it: which namespaces are next to each other, whatever their tables say. */
export class Neighbourhood {
  readonly #segments = { inet: new Map<Link, SegmentPath[]>(), inet6: new Map<Link, SegmentPath[]>() }

  constructor(
    private readonly map: NetworkMap,
    private readonly size: number,
  ) {}

  /** Every link that broadcasts leaving by `link` are, or should be, delivered to; for IPv6, multicasts. */
  segment(link: Link, family: Family = 'inet'): SegmentPath[] {
    const known = this.#segments[family].get(link)
    if (known !== undefined) return known
    const found = searchSegment(this.map, link, {
      mac: null,
      size: this.size,
      group: family === 'inet' ? 'broadcast' : 'multicast',
    })
    this.#segments[family].set(link, found)
    return found
  }

  passages(namespace: string): Passage[] {
    return this.map
      .endpoints(namespace)
      .flatMap((from) => this.segment(from).map((path) => ({ from, to: path.to, path })))
  }

  /** The shortest way from one namespace to another with the least in it that has to be mended; null where there is none. */
  way(from: string, to: string, family: Family): Passage[] | null {
    const best = new Map<string, { cost: number; way: Passage[] }>([[from, { cost: 0, way: [] }]])
    const open = new Set([from])
    const closed = new Set<string>()
    while (open.size > 0) {
      const here = [...open].reduce((a, b) => ((best.get(a)?.cost ?? 0) <= (best.get(b)?.cost ?? 0) ? a : b))
      open.delete(here)
      closed.add(here)
      const { cost, way } = best.get(here) ?? { cost: 0, way: [] }
      if (here === to) return way
      for (const passage of this.passages(here)) {
        const next = passage.to.namespace
        if (next === here || closed.has(next)) continue
        // Over a tunnel is further than by the wire that carries it.
        const tunnels = passage.path.tunnels.length * 5
        const sum = cost + 10 + passage.path.cost * 10 + tunnels + this.#strangeness(passage, family)
        if (sum >= (best.get(next)?.cost ?? Infinity)) continue
        best.set(next, { cost: sum, way: [...way, passage] })
        open.add(next)
      }
    }
    return null
  }

  /** A bridge of the node without an address carries others' frames and is no router. */
  #strangeness({ from, to }: Passage, family: Family): number {
    return [from, to].filter((link) => addressesOf(link, family).length === 0).length * 4
  }
}
