import { describe, expect, it } from 'vitest'
import {
  dissect,
  findJourneys,
  relevantTo,
  toSequence,
  Wiring,
  type NetworkState,
  type Sighting,
} from '../../../src/network/index.js'
import { address, bridge, network, veth } from '../build.js'
import { frames } from '../frame/frames.js'

/** ns1 and ns2 (10.0.0.1, 10.0.0.2) and ns3 at a bridge of the root namespace. */
const bridged = network({
  root: {
    namespaceIds: { 1: 'ns1', 2: 'ns2', 3: 'ns3' },
    links: [
      bridge('br0', 1),
      ...[1, 2, 3].map((number) => veth(`p${number}`, 10 + number, [2, number], { master: 'br0' })),
    ],
  },
  ...Object.fromEntries(
    [1, 2, 3].map((number) => [
      `ns${number}`,
      {
        namespaceIds: { 0: 'root' },
        links: [veth('eth0', 2, [10 + number, 0], { addresses: [address(`10.0.0.${number}/24`)] })],
      },
    ]),
  ),
})
/** ns1 and ns2, and r between them. */
const routed = network({
  ns1: { namespaceIds: { 0: 'r' }, links: [veth('eth0', 2, [11, 0], { addresses: [address('10.0.0.1/24')] })] },
  r: {
    namespaceIds: { 1: 'ns1', 2: 'ns2' },
    links: [veth('r1', 11, [2, 1], { addresses: [address('10.0.0.9/24')] }), veth('r2', 12, [2, 2])],
  },
  ns2: { namespaceIds: { 0: 'r' }, links: [veth('eth0', 2, [12, 0], { addresses: [address('10.0.0.2/24')] })] },
})

/** `ns1.eth0>`: out there; `>ns2.eth0`: in; `>>ns3.eth0`: in, and for others. One after the other, a millisecond apart. */
function seen(bytes: Uint8Array, places: string[], from = 0): Sighting[] {
  return places.map((place, index) => {
    const [namespace = '', link = ''] = place.replaceAll('>', '').split('.')
    const direction = place.endsWith('>') ? 'out' : 'in'
    const isForOthers = place.startsWith('>>')
    return { atMs: from + index, namespace, link, direction, isForOthers, layers: dissect(bytes) }
  })
}

function steps(state: NetworkState, sightings: Sighting[], isWatched = true): string[] {
  const options = { wiring: new Wiring([state]), isHeard: () => isWatched, isWatched: () => isWatched }
  const { frames: told } = toSequence(findJourneys(sightings), options)
  return told.map(
    ({ from, to, layers, isCopy, ended, detail }) =>
      `${from} → ${to ?? 'nobody'}: ${layers.join(' > ')}${isCopy === true ? ' (copy)' : ''}` +
      `${detail?.includes('rewritten') === true ? ` (${detail})` : ''}${ended === undefined ? '' : ` | ${ended}`}`,
  )
}

/** Header checksum and all: what a router, or a translating one, makes of a packet. */
function changed(bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = Uint8Array.from(bytes)
  change(copy)
  return copy
}

describe('a packet on its way', () => {
  it('over a bridge: its ports are one step each, and the bridge itself is none', () => {
    const sightings = [
      ...seen(frames.echo, ['ns1.eth0>', '>>root.p1', 'root.p2>', '>ns2.eth0']),
      ...seen(frames.echoReply, ['ns2.eth0>', '>>root.p2', 'root.p1>', '>ns1.eth0'], 10),
    ]
    expect(steps(bridged, sightings)).toEqual([
      'ns1 → root: ICMP echo request 1',
      'root → ns2: ICMP echo request 1',
      'ns2 → root: ICMP echo reply 1',
      'root → ns1: ICMP echo reply 1',
    ])
  })

  it('a flood: copies to those it is not for', () => {
    const flood = ['ns2.eth0>', '>root.p2', '>root.br0', 'root.p1>', '>ns1.eth0', 'root.p3>', '>ns3.eth0']
    const answer = seen(frames.arpReply, ['ns1.eth0>', '>>root.p1', 'root.p2>', '>ns2.eth0'], 10)
    expect(steps(bridged, [...seen(frames.arp, flood), ...answer])).toEqual([
      'ns2 → root: ARP who has 10.0.0.1?',
      'root → ns1: ARP who has 10.0.0.1?',
      'root → ns3: ARP who has 10.0.0.1? (copy)',
      'ns1 → root: ARP reply',
      'root → ns2: ARP reply',
    ])
  })

  it('what comes to a bridge itself by one of its ports has arrived', () => {
    const own = network(
      Object.fromEntries(
        bridged.namespaces.map(({ name, ...space }) => {
          const links = space.links.map((link) =>
            link.name === 'br0' ? { ...link, addresses: [address('10.0.0.2/24')] } : { ...link, addresses: [] },
          )
          return [name, name === 'root' ? { ...space, links } : space]
        }),
      ),
    )
    const sightings = [
      ...seen(frames.echo, ['ns1.eth0>', '>>root.p1', '>root.br0']),
      ...seen(frames.echoReply, ['root.br0>', 'root.p1>', '>ns1.eth0'], 10),
    ]
    expect(steps(own, sightings)).toEqual(['ns1 → root: ICMP echo request 1', 'root → ns1: ICMP echo reply 1'])
  })

  it('a unicast frame that a bridge floods is a copy where it is for others', () => {
    const sightings = seen(frames.echoReply, [
      'ns2.eth0>',
      '>>root.p2',
      'root.p3>',
      '>>ns3.eth0',
      'root.p1>',
      '>ns1.eth0',
    ])
    expect(steps(bridged, sightings)).toEqual([
      'ns2 → root: ICMP echo reply 1',
      'root → ns3: ICMP echo reply 1 (copy)',
      'root → ns1: ICMP echo reply 1',
    ])
  })

  it('the same bytes once more are another packet', () => {
    const once = (from: number) => seen(frames.arp, ['ns2.eth0>', '>root.p2', 'root.p1>', '>ns1.eth0'], from)
    const journeys = findJourneys([...once(0), ...once(1000)])
    expect(journeys.map(({ sightings }) => sightings.length)).toEqual([4, 4])
  })

  it('over a router it is the same with another ttl, and under other addresses', () => {
    const less = (copy: Uint8Array): void => void (copy[22] = 63)
    const masked = changed(frames.echo, (copy) => {
      less(copy)
      copy.set([10, 0, 0, 99], 26)
      // The identifier may be another, too.
      copy.set([1, 2], 38)
    })
    expect(
      findJourneys([...seen(frames.echo, ['ns1.eth0>', '>r.r1']), ...seen(changed(frames.echo, less), ['r.r2>'], 5)]),
    ).toHaveLength(1)
    expect(
      steps(routed, [...seen(frames.echo, ['ns1.eth0>', '>r.r1']), ...seen(masked, ['r.r2>', '>ns2.eth0'], 5)]),
    ).toEqual([
      'ns1 → r: ICMP echo request 1',
      'r → ns2: ICMP echo request 1 (10.0.0.99 → 10.0.0.2, ttl 63; source rewritten from 10.0.0.1) | no answer left it',
    ])
  })
})

describe('an answer to what a translation has made of a question is an answer', () => {
  /** The sender in another's name; `at`: where its address, and its port or identifier, stand. */
  const masked = (bytes: Uint8Array, at: { address: number; number: number }) =>
    changed(bytes, (copy) => {
      copy.set([10, 0, 0, 99], at.address)
      copy.set([1, 2], at.number)
    })
  it.each([
    ['to a SYN', frames.syn, frames.reset, 34, 36],
    ['to an echo request', frames.echo, frames.echoReply, 38, 38],
  ])('%s', (_, question, answer, asked, answered) => {
    const told = steps(routed, [
      ...seen(question, ['ns1.eth0>', '>r.r1']),
      ...seen(masked(question, { address: 26, number: asked }), ['r.r2>', '>ns2.eth0'], 5),
      ...seen(masked(answer, { address: 30, number: answered }), ['ns2.eth0>', '>r.r2'], 10),
      ...seen(answer, ['r.r1>', '>ns1.eth0'], 15),
    ])
    expect(told).toHaveLength(4)
    expect(told[1]).toContain('source rewritten from 10.0.0.1')
    expect(told.filter((each) => each.includes(' | '))).toEqual([])
  })
})

describe('where it ended', () => {
  it('in a router that does not send it on', () => {
    expect(steps(routed, seen(frames.echo, ['ns1.eth0>', '>r.r1']))).toEqual(['ns1 → r: ICMP echo request 1 | '])
  })
  it('in a router that gets no answer itself', () => {
    const asks = changed(frames.arp, (copy) => {
      copy.set([10, 0, 0, 9], 28)
      copy.set([10, 0, 0, 2], 38)
    })
    expect(
      steps(routed, [...seen(frames.echo, ['ns1.eth0>', '>r.r1']), ...seen(asks, ['r.r1>', '>ns1.eth0'], 5)]),
    ).toEqual([
      'ns1 → r: ICMP echo request 1 | it asks for 10.0.0.2 by ARP, and gets no answer',
      'r → ns1: ARP who has 10.0.0.2? | nobody here has 10.0.0.2',
    ])
  })
  it('at its target, which says why not', () => {
    const sightings = [
      ...seen(frames.udp, ['ns1.eth0>', '>r.r1', 'r.r2>', '>ns2.eth0']),
      ...seen(frames.unreachable, ['ns2.eth0>', '>r.r2'], 10),
    ]
    expect(steps(routed, sightings).slice(1)).toEqual([
      'r → ns2: UDP port 58248 → 9, 2 bytes',
      'ns2 → r: ICMP port unreachable | ',
    ])
  })
  it('on a link whose other end did not see it', () => {
    expect(steps(routed, seen(frames.echo, ['ns1.eth0>']))).toEqual(['ns1 → nobody: ICMP echo request 1 | '])
  })
  it('nothing is claimed of places where nobody listened', () => {
    expect(steps(routed, seen(frames.echo, ['ns1.eth0>']), false)).toEqual(['ns1 → r: ICMP echo request 1'])
    // Who answered is behind a link that was not listened to.
    const asked = [
      ...seen(frames.arp, ['ns2.eth0>', '>root.p2']),
      ...seen(frames.arpReply, ['root.p2>', '>ns2.eth0'], 5),
    ]
    const told = steps(bridged, asked, false)
    expect(told).toHaveLength(2)
    expect(told.filter((each) => each.includes(' | '))).toEqual([])
  })
})

it('to a probe belong its packets, answers, errors about it, and who asks for its neighbours', () => {
  const own = [frames.arp, frames.arpReply, frames.udp, frames.unreachable]
  const others = [frames.echo, frames.listener, frames.bpdu, frames.solicitation]
  const journeys = findJourneys([...own, ...others].flatMap((bytes, index) => seen(bytes, ['ns1.eth0>'], index)))
  const chosen = relevantTo(journeys, { address: '10.0.0.2', protocol: 'udp' }, [])
  expect(journeys.map((journey) => chosen.has(journey))).toEqual([true, true, true, true, false, false, false, false])
})
