/** The usual shapes, under the names that the field gives them: hosts h1 …, switches s1 …, each host's link h1-eth0. */
import type { LinksTopology, NamespaceTopology, PairTopology, Topology } from './topology.js'

/** Two namespaces joined by a veth pair. */
export function pair(): Topology {
  return {
    namespaces: { h1: { 'h1-eth0': '10.0.0.1/24' }, h2: { 'h2-eth0': '10.0.0.2/24' } },
    links: [['h1.h1-eth0', 'h2.h2-eth0']],
  }
}

/** n hosts on one switch: 10.0.0.0/16. @throws RangeError, as a bridge has 1023 ports */
export function star(n: number): Topology {
  const hosts = numbers('star', n, 1, 1023)
  return {
    namespaces: Object.fromEntries(hosts.map((i) => [`h${i}`, { [`h${i}-eth0`]: `${host(i)}/16` }])),
    bridges: { s1: hosts.map((i) => `h${i}.h${i}-eth0`) },
  }
}

/** n namespaces in a row, those between being routers; each knows the way to all. */
export function chain(n: number): Topology {
  const hosts = numbers('chain', n, 2, 255)
  const wires = hosts.slice(0, -1).map((i) => wire(i, i + 1, i))
  return routed(hosts, wires, (from, to) => (to > from ? from + 1 : from - 1))
}

/** n routers in a circle; each goes the shorter way round. */
export function ring(n: number): Topology {
  const hosts = numbers('ring', n, 3, 255)
  const wires = hosts.map((i) => wire(i, (i % n) + 1, i))
  return routed(hosts, wires, (from, to) => {
    const ahead = (to - from + n) % n
    return ahead <= n / 2 ? (from % n) + 1 : ((from + n - 2) % n) + 1
  })
}

/** n namespaces, each joined to each other by a pair of its own. */
export function mesh(n: number): Topology {
  const hosts = numbers('mesh', n, 2, 64)
  let number = 0
  const wires = hosts.flatMap((i) => hosts.filter((j) => j > i).map((j) => wire(i, j, ++number)))
  return routed(hosts, wires, (_, to) => to)
}

/** Switches as a tree, `fan` below each, and hosts below the lowest: Mininet's TreeTopo. 10.0.0.0/16. */
export function tree(depth: number, fan: number): Topology {
  numbers('tree: depth', depth, 1, 8)
  numbers('tree: fan', fan, 1, 1000)
  const namespaces: Record<string, LinksTopology> = {}
  const bridges: Record<string, string[]> = {}
  const links: [string, string][] = []
  const grow = (level: number): string => {
    const name = `s${Object.keys(bridges).length + 1}`
    const ports: string[] = (bridges[name] = [])
    for (let i = 1; i <= fan; i++) {
      if (level > 1) {
        const below = grow(level - 1)
        const [down, up] = [`${name}-eth${i}`, `${below}-eth0`]
        ports.push(down)
        bridges[below]?.push(up)
        links.push([`root.${down}`, `root.${up}`])
      } else {
        const number = Object.keys(namespaces).length + 1
        namespaces[`h${number}`] = { [`h${number}-eth0`]: `${host(number)}/16` }
        ports.push(`h${number}.h${number}-eth0`)
      }
    }
    return name
  }
  grow(depth)
  return { namespaces, bridges, links }
}

/** n machines on one switch: node1 … with eth0 in 10.0.0.0/16. */
export function nodes(n: number): Topology {
  const names = numbers('nodes', n, 1, 100).map((i) => `node${i}`)
  return {
    nodes: names,
    namespaces: Object.fromEntries(names.map((name, index) => [name, { eth0: `${host(index + 1)}/16` }])),
    bridges: { s1: names.map((name) => `${name}.eth0`) },
  }
}

interface Wire {
  /** Numbers of the two hosts. */
  ends: readonly [number, number]
  /** The third and last byte of the addresses on it follow from this. */
  number: number
}

const wire = (one: number, other: number, number: number): Wire => ({ ends: [one, other], number })

/** Routers joined by wires of two addresses each. `next` is the neighbour on the way. */
function routed(
  hosts: readonly number[],
  wires: readonly Wire[],
  next: (from: number, to: number) => number,
): Topology {
  const ports = new Map<number, { name: string; address: string; to: number }[]>(hosts.map((i) => [i, []]))
  const links: PairTopology[] = wires.map(({ ends, number }) => {
    const subnet = `10.${1 + (number >> 8)}.${number & 255}`
    const places = ends.map((own, index) => {
      const mine = ports.get(own) ?? []
      const name = `h${own}-eth${mine.length}`
      mine.push({ name, address: `${subnet}.${index + 1}`, to: ends[1 - index] ?? own })
      return `h${own}.${name}`
    }) as [string, string]
    return { ends: places }
  })
  const namespaces = hosts.map((own): [string, NamespaceTopology] => {
    const mine = ports.get(own) ?? []
    const routes = hosts.flatMap((to) => {
      if (to === own) return []
      const hop = next(own, to)
      const via = ports.get(hop)?.find((port) => port.to === own)?.address
      return (ports.get(to) ?? [])
        .filter((far) => !mine.some((port) => sameWire(port.address, far.address)))
        .map((far) => ({ destination: `${far.address}/32`, via: via ?? '' }))
    })
    return [
      `h${own}`,
      {
        links: Object.fromEntries(mine.map(({ name, address }) => [name, `${address}/24`])),
        ...(routes.length > 0 && { routes }),
        sysctls: { 'net.ipv4.ip_forward': 1 },
      },
    ]
  })
  return { namespaces: Object.fromEntries(namespaces), links }
}

const sameWire = (one: string, other: string): boolean =>
  one.slice(0, one.lastIndexOf('.')) === other.slice(0, other.lastIndexOf('.'))

const host = (i: number): string => `10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`

function numbers(what: string, n: number, least: number, most: number): number[] {
  if (Number.isInteger(n) && n >= least && n <= most) return Array.from({ length: n }, (_, index) => index + 1)
  throw new RangeError(`${what} takes a whole number from ${least} to ${most}, not ${n}`)
}
