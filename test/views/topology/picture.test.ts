import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { topologyPicture, type TopologyOptions } from '../../../src/views/index.js'
import { findNamespace, peerOf, type NetworkState } from '../../../src/network/index.js'
import { cluster, messy, network, pair, router, star, type NetworkBuilder } from '../support/network.js'
import { randomNetwork } from '../support/random-network.js'
import {
  crosses,
  overlap,
  pairsOf,
  topologyParts,
  type Box,
  type Line,
  type TopologyParts,
} from '../support/svg-parts.js'

async function picture(state: NetworkState, options: TopologyOptions = {}) {
  const { bundle, layout } = await topologyPicture(state, { png: false, ...options })
  return { svg: bundle['image/svg+xml'] as string, text: bundle['text/plain'] ?? '', bundle, layout }
}

const sixty = star(59)
const lessons: [string, NetworkBuilder][] = [
  ['root alone', network()],
  ['a pair', pair()],
  ['two hosts on a bridge', star(2)],
  ['ten hosts on a bridge', star(10)],
  ['a router between two bridges', router()],
  ['the bridge beside the old pair', messy()],
  ['sixty namespaces', sixty],
  ['more than sixty', star(120).namespace('alone').namespace('alone2')],
]

/** What a reader must never see: all faults of a picture, in words. */
function faults(parts: TopologyParts): string[] {
  const inside = (box: Box, room: Box) =>
    box.x >= room.x - 0.5 &&
    box.y >= room.y - 0.5 &&
    box.x + box.width <= room.x + room.width + 0.5 &&
    box.y + box.height <= room.y + room.height + 0.5
  const place = (box: Box) => `${Math.round(box.x)},${Math.round(box.y)}`
  const found: string[] = []
  const report = (what: string, ...boxes: Box[]) => found.push(`${what} at ${boxes.map(place).join(' and ')}`)

  for (const [a, b] of pairsOf(parts.nodes)) if (overlap(a, b)) report('nodes overlap', a, b)
  for (const box of [...parts.namespaces, ...parts.interfaces]) {
    const isIn = parts.nodes.some((node) => inside(box, node))
    if (parts.nodes.length > 0 && !isIn) report('outside its node', box)
  }
  for (const [a, b] of pairsOf(parts.namespaces)) if (overlap(a, b)) report('namespaces overlap', a, b)
  for (const [a, b] of pairsOf([...parts.interfaces, ...parts.bridges]))
    if (overlap(a, b)) report('interfaces overlap', a, b)
  for (const [a, b] of pairsOf(parts.labels)) if (overlap(a, b)) report(`"${a.words}" on "${b.words}"`, a, b)
  const canvas = { x: 0, y: 0, ...parts.size }
  const rooms = [...parts.nodes, ...parts.namespaces, ...parts.interfaces, ...parts.bridges]
  for (const box of [...rooms, ...parts.labels]) if (!inside(box, canvas)) report('outside the picture', box)
  for (const label of parts.labels) {
    if (label.words !== 'violet frame: just changed' && !rooms.some((room) => inside(label, room))) {
      report(`"${label.words}" leaves its box`, label)
    }
  }
  const wires = parts.wires.flat()
  for (const line of [...wires, ...parts.rails]) {
    for (const label of parts.labels) if (crosses(line, label)) report(`a line through "${label.words}"`, label)
    for (const box of parts.interfaces) {
      // A line may end at the edge of an interface.
      if (crosses(line, { ...box, x: box.x + 2, width: box.width - 4 })) report('a line through an interface', box)
    }
  }
  for (const line of wires) {
    for (const box of parts.bridges) if (crosses(line, box)) report('a wire through a bridge', box)
  }
  for (const [one, other] of pairsOf(parts.wires)) {
    if (one.some((a) => other.some((b) => liesOn(a, b)))) report('a wire on a wire')
  }
  return found
}

/** Two pieces that run along each other for more than a pixel. */
function liesOn(a: Line, b: Line): boolean {
  const along = (line: Line) => (line.from.x === line.to.x ? 'x' : line.from.y === line.to.y ? 'y' : null)
  const axis = along(a)
  if (axis === null || axis !== along(b) || Math.abs(a.from[axis] - b.from[axis]) > 0.5) return false
  const other = axis === 'x' ? 'y' : 'x'
  const span = (line: Line) => [line.from[other], line.to[other]].sort((p, q) => p - q) as [number, number]
  const [[aFrom, aTo], [bFrom, bTo]] = [span(a), span(b)]
  return Math.min(aTo, bTo) - Math.max(aFrom, bFrom) > 1
}

/** How often one wire passes over another. */
function crossings({ wires }: TopologyParts): number {
  const between = (value: number, one: number, other: number) => {
    return value > Math.min(one, other) + 1 && value < Math.max(one, other) - 1
  }
  const meet = (a: Line, b: Line) => {
    const isLevel = Math.abs(a.from.y - a.to.y) < 0.5 && Math.abs(b.from.x - b.to.x) < 0.5
    return isLevel && between(b.from.x, a.from.x, a.to.x) && between(a.from.y, b.from.y, b.to.y)
  }
  return pairsOf(wires).filter(([a, b]) => a.some((one) => b.some((other) => meet(one, other) || meet(other, one))))
    .length
}

function namesFromTop(svg: string): string[] {
  const { interfaces, labels } = topologyParts(svg)
  const nameOf = (box: Box) =>
    labels.find(({ x, y }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + 19)
  return [...interfaces].sort((a, b) => a.y - b.y).map((box) => nameOf(box)?.words ?? '')
}

describe('topologyPicture: nothing stands on anything else', () => {
  it.each(lessons)('%s', async (_, net) => {
    const { svg } = await picture(net.state())
    expect(faults(topologyParts(svg))).toEqual([])
  })

  it('random networks of 1 to 60 namespaces', async () => {
    await fc.assert(
      fc.asyncProperty(randomNetwork(59), async (net) => {
        const { svg } = await picture(net.state())
        expect(faults(topologyParts(svg))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('random networks of 1 to 5 nodes with 1 to 60 namespaces', async () => {
    const nets = fc.integer({ min: 1, max: 5 }).chain((nodes) => randomNetwork(59, nodes))
    await fc.assert(
      fc.asyncProperty(nets, async (net) => {
        const { svg } = await picture(net.state())
        expect(faults(topologyParts(svg))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('random networks of more than 60 namespaces, on one node and on several', async () => {
    const nets = fc.integer({ min: 0, max: 3 }).chain((nodes) => randomNetwork(150, nodes))
    await fc.assert(
      fc.asyncProperty(nets, async (net) => {
        const { svg } = await picture(net.state())
        expect(faults(topologyParts(svg))).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('one random network of several nodes after the other', async () => {
    const nets = fc.array(
      fc.integer({ min: 0, max: 3 }).chain((nodes) => randomNetwork(8, nodes)),
      { minLength: 2, maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(nets, async (all) => {
        let previous: TopologyOptions['previous']
        for (const net of all) {
          const { svg, layout } = await picture(net.state(), previous ? { previous } : {})
          expect(faults(topologyParts(svg))).toEqual([])
          previous = layout
        }
      }),
      { numRuns: 40 },
    )
  })

  it('one random network after the other, each drawn after the one before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomNetwork(8), { minLength: 2, maxLength: 5 }), async (nets) => {
        let previous: TopologyOptions['previous']
        for (const net of nets) {
          const { svg, layout } = await picture(net.state(), previous ? { previous } : {})
          expect(faults(topologyParts(svg))).toEqual([])
          previous = layout
        }
      }),
      { numRuns: 60 },
    )
  })

  it('finds a fault where there is one', async () => {
    const { svg } = await picture(pair().state())
    const moved = svg.replaceAll(/<rect class="interface" x="[\d.]+"/g, '<rect class="interface" x="100"')
    expect(faults(topologyParts(moved)).join()).toContain('interfaces overlap')
  })
})

describe('topologyPicture: what it shows', () => {
  it('each namespace, interface, address and wire once', async () => {
    const parts = topologyParts((await picture(messy().state())).svg)
    expect(parts.namespaces).toHaveLength(3)
    expect(parts.interfaces).toHaveLength(6)
    expect(parts.bridges).toHaveLength(1)
    const words = parts.labels.map((label) => label.words)
    for (const word of ['root', 'ns1', 'ns2', 'br0', 'veth33', 'veth4', '192.168.1.104/24', 'fd00::1:104/64']) {
      expect(words.filter((each) => each === word)).toEqual([word])
    }
    // Two wires of one state, one of two states in two halves.
    expect(parts.wires).toHaveLength(4)
  })

  it('IPv4 first, and link-local addresses only in the text', async () => {
    const net = network().veth('ns1.veth1', 'ns2.veth2', {
      one: { addresses: ['fd00::1/64', 'fe80::9/64', '10.0.0.1/8'] },
    })
    const { svg } = await picture(net.state())
    const words = topologyParts(svg).labels.map((label) => label.words)
    expect(words.indexOf('10.0.0.1/8')).toBeLessThan(words.indexOf('fd00::1/64'))
    expect(words.join()).not.toContain('fe80')
  })

  it('tells every state by word, line and sign', async () => {
    const net = network()
      .veth('ns1.a', 'ns2.b')
      .veth('ns1.c', 'ns2.d', { one: { is: 'no carrier' }, other: { is: 'down' } })
      .other('ns1.e', 'vxlan', { is: 'no carrier' })
    const { svg } = await picture(net.state())
    const rows = [...svg.matchAll(/<rect class="interface"[^>]*>/g)].map(([tag]) => tag)
    const dashes = rows.map((tag) => /stroke-dasharray="([^"]*)"/.exec(tag)?.[1] ?? 'solid')
    expect(new Set(dashes).size).toBe(4)
    const words = topologyParts(svg).labels.map((label) => label.words)
    for (const state of ['up', 'admin down', 'lower layer down', 'vxlan, no carrier']) expect(words).toContain(state)
  })

  it('lo by word and sign', async () => {
    const words = topologyParts((await picture(pair().state())).svg).labels.map((label) => label.words)
    expect(words.filter((each) => each === 'only lo, up')).toHaveLength(1)
    expect(words.filter((each) => each === 'lo down')).toHaveLength(2)
  })

  it('an empty namespace no higher than its heading, and it says so', async () => {
    const { svg } = await picture(pair().namespace('ns3').state())
    const parts = topologyParts(svg)
    expect(parts.labels.map((label) => label.words)).toEqual(expect.arrayContaining(['only lo, up', 'only lo, down']))
    expect(parts.namespaces.filter((box) => box.height < 30)).toHaveLength(2)
    expect(parts.namespaces.filter((box) => box.height > 90)).toHaveLength(2)
  })

  it('interfaces by name where nothing else counts', async () => {
    const net = network().veth('root.veth2', 'root.veth1').other('root.tun10', 'tun').other('root.tun9', 'tun')
    expect(namesFromTop((await picture(net.state())).svg)).toEqual(['veth1', 'veth2', 'tun9', 'tun10'])
  })

  it('pairs within a box one within the other, so that they do not cross', async () => {
    const net = network()
      .bridge('root.br0')
      .veth('root.veth22', 'root.veth2', { one: { master: 'br0' } })
      .veth('root.veth11', 'root.veth1', { one: { master: 'br0' } })
      .veth('ns1.veth1', 'ns2.veth2')
    const { svg } = await picture(net.namespace('ns1').namespace('ns2').state())
    const names = namesFromTop(svg).filter((name) => ['veth11', 'veth22'].includes(name))
    expect(names).toEqual(['veth11', 'veth22'])
    expect(crossings(topologyParts(svg))).toBe(0)
  })

  it('several pairs between the same two namespaces without a crossing', async () => {
    const across = network().veth('root.a1', 'ns1.b2').veth('root.a2', 'ns1.b1').veth('root.a3', 'ns1.b3')
    const below = network()
      .veth('ns1.a1', 'ns2.b2')
      .veth('ns1.a2', 'ns2.b1')
      .veth('ns1.a3', 'ns2.b3')
      .veth('root.c', 'ns1.c')
    const both = below.veth('root.d', 'ns2.d')
    for (const net of [across, both]) expect(crossings(topologyParts((await picture(net.state())).svg))).toBe(0)
  })

  it('an end whose other end is in a namespace without a name', async () => {
    const state = pair().state()
    const rest = { namespaces: state.namespaces.filter((space) => space.name !== 'ns2') }
    const parts = topologyParts((await picture(rest)).svg)
    expect(parts.wires).toHaveLength(0)
    expect(parts.labels.map((label) => label.words)).toContain('up, peer elsewhere')
  })

  it('frames what just changed, and says what the frame means', async () => {
    const { svg } = await picture(pair().state(), {
      changes: [
        { kind: 'namespace-added', namespace: 'ns2' },
        { kind: 'link-moved', link: 'veth1', from: 'root', to: 'ns1', lostAddresses: [] },
        { kind: 'neighbour-added', namespace: 'ns1', link: 'veth1', address: '10.0.0.1', mac: null, state: 'STALE' },
      ],
    })
    expect(svg.match(/class="halo"/g)).toHaveLength(2)
    expect(svg).toContain('violet frame: just changed')
    expect((await picture(pair().state())).svg).not.toContain('violet frame')
  })

  it('above sixty namespaces: those that are alike on the same bridge as one, with what they share', async () => {
    const { svg, text } = await picture(star(120).namespace('alone').state())
    const words = topologyParts(svg).labels.map((label) => label.words)
    for (const word of ['120 namespaces', 'ns1 … ns120', '120 ports', '192.168.1.0/24', 'alone'])
      expect(words).toContain(word)
    expect(words.filter((word) => word === '120 up')).toHaveLength(2)
    expect(topologyParts(svg).namespaces).toHaveLength(3)
    expect(text).toContain('ns120')
  })

  it('above sixty namespaces: what is unlike the others stands by itself', async () => {
    const state = star(120).state()
    const [down, elsewhere, portDown] = ['ns7', 'ns8', 'ns9'].map((name) => findNamespace(state, name)?.links[1])
    Object.assign(down ?? {}, { up: false, carrier: false })
    Object.assign(elsewhere?.addresses[0] ?? {}, { address: '10.9.0.8' })
    Object.assign((portDown && peerOf(state, portDown)) ?? {}, { up: false, carrier: false })
    const { svg } = await picture(state)
    const words = topologyParts(svg).labels.map((label) => label.words)
    for (const word of ['117 namespaces', 'ns7', 'ns8', 'ns9', 'veth7', 'admin down', '10.9.0.8/24'])
      expect(words).toContain(word)
    expect(topologyParts(svg).namespaces).toHaveLength(5)
  })

  it('above sixty namespaces without a common bridge: the last ones as a number', async () => {
    const net = network()
    for (let index = 1; index < 70; index++) net.veth(`ns${index}.left`, `ns${index + 1}.right`)
    const { svg } = await picture(net.state())
    expect(topologyParts(svg).namespaces).toHaveLength(60)
    expect(topologyParts(svg).labels.map((label) => label.words)).toContain('12 namespaces')
  })
})

describe('topologyPicture: several nodes', () => {
  const words = (svg: string) => topologyParts(svg).labels.map((label) => label.words)

  it('each an outer box with its name, namespaces by their own', async () => {
    const { svg } = await picture(cluster().state())
    expect(topologyParts(svg).nodes).toHaveLength(4)
    for (const name of ['host', 'node1', 'node2', 'node3']) expect(words(svg)).toContain(name)
    expect(words(svg).filter((word) => word === 'pod1')).toHaveLength(2)
    expect(svg).toContain('<title')
    expect(svg).toContain('The network: 4 nodes, 8 network namespaces, 8 veth pairs, 4 bridges')
  })

  it("the lab's own machine only where it plays a part", async () => {
    const net = network().veth('node1/root.eth0', 'node2/root.eth0')
    expect(words((await picture(net.state())).svg)).not.toContain('host')
    expect(words((await picture(net.namespace('ns1').state())).svg)).toContain('host')
  })

  it('nothing stands on anything else', async () => {
    expect(faults(topologyParts((await picture(cluster().state())).svg))).toEqual([])
  })

  it('nothing moves when a node is added', async () => {
    const before = await picture(cluster().state())
    const after = await picture(cluster().veth('root.port4', 'node4/root.eth0').state(), { previous: before.layout })
    for (const [key, place] of Object.entries(before.layout.boxes).filter(([key]) => key !== 'host/root')) {
      expect(after.layout.boxes[key]?.column).toBe(place.column)
    }
    expect(Object.keys(after.layout.nodes?.of ?? {})).toEqual(['host', 'node1', 'node2', 'node3', 'node4'])
  })

  it('what just changed has its frame on the node where it is', async () => {
    const { svg } = await picture(cluster().state(), {
      changes: [
        { kind: 'namespace-added', namespace: 'node3/root' },
        { kind: 'address-added', namespace: 'node1/pod1', link: 'eth0', address: '10.244.1.2/24' },
      ],
    })
    expect(svg.match(/class="halo"/g)).toHaveLength(2)
  })
})

describe('topologyPicture: the same place in the next picture', () => {
  const places = (layout: Awaited<ReturnType<typeof picture>>['layout']) =>
    Object.fromEntries(Object.entries(layout.boxes).map(([key, { column, y }]) => [key, { column, y }]))

  it.each(lessons)('%s: nothing moves when a namespace is added', async (_, net) => {
    const before = await picture(net.state())
    const after = await picture(net.namespace('added').state(), { previous: before.layout })
    const [old, now] = [places(before.layout), places(after.layout)]
    // Beyond sixty, namespaces may have gone into a group; what is drawn by itself stays.
    const common = Object.keys(old).filter((key) => key in now)
    expect(common).toContain('root')
    for (const key of common) expect(now[key]).toEqual(old[key])
  })

  it('nothing moves through the whole first lesson', async () => {
    const steps = [
      network(),
      network().namespace('ns1'),
      network().namespace('ns1').namespace('ns2'),
      network()
        .namespace('ns1')
        .namespace('ns2')
        .veth('root.veth1', 'root.veth2', { one: { is: 'down' }, other: { is: 'down' } }),
      network()
        .namespace('ns1')
        .namespace('ns2')
        .veth('ns1.veth1', 'root.veth2', { one: { is: 'down' }, other: { is: 'down' } }),
      network().veth('ns1.veth1', 'ns2.veth2', { one: { is: 'down' }, other: { is: 'down' } }),
      pair(),
      network().namespace('ns1').namespace('ns2'),
    ]
    let previous: TopologyOptions['previous']
    const seen: Record<string, unknown> = {}
    for (const step of steps) {
      const { layout } = await picture(step.state(), previous ? { previous } : {})
      for (const [key, place] of Object.entries(places(layout))) expect(place).toEqual((seen[key] ??= place))
      previous = layout
    }
    expect(Object.keys(seen)).toEqual(['root', 'ns1', 'ns2'])
  })

  it('nothing moves when links go up and down', async () => {
    const up = await picture(messy().state())
    const state = messy().state()
    for (const link of state.namespaces.flatMap((space) => space.links))
      Object.assign(link, { up: false, carrier: false })
    const down = await picture(state)
    expect(down.layout).toEqual(up.layout)
  })

  it('the same network gives the same picture', async () => {
    await fc.assert(
      fc.asyncProperty(randomNetwork(20), async (net) => {
        expect((await picture(net.state())).svg).toBe((await picture(net.state())).svg)
      }),
      { numRuns: 20 },
    )
  })

  it('the layout can be stored as JSON', async () => {
    const { layout } = await picture(router().state())
    const again = await picture(router().state(), { previous: JSON.parse(JSON.stringify(layout)) as typeof layout })
    expect(again.layout).toEqual(layout)
  })
})
