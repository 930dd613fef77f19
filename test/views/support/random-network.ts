import fc from 'fast-check'
import { network, type LinkOptions, type NetworkBuilder } from './network.js'

interface Plan {
  namespaces: number
  bridges: number[]
  pairs: { from: number; to: number; port: boolean; one: Ending; other: Ending }[]
  others: { at: number; type: string }[]
}

interface Ending {
  is: 'up' | 'down' | 'no carrier'
  addresses: string[]
  name: string
}

const address = fc.constantFrom(
  '10.0.0.1/24',
  '192.168.100.200/24',
  'fd00::1/64',
  'fd00:1234:5678:9abc:def0:1234:5678:9abc/128',
)

const ending: fc.Arbitrary<Ending> = fc.record({
  is: fc.constantFrom('up', 'up', 'down', 'no carrier'),
  addresses: fc.array(address, { maxLength: 3 }),
  name: fc.constantFrom('eth', 'veth', 'w', 'WWWWWWWWWWWW'),
})

/** From none to so many namespaces beside root, wired at random, with bridges here and there; on so many nodes beside the first. */
export function randomNetwork(maxNamespaces: number, nodes = 0): fc.Arbitrary<NetworkBuilder> {
  return fc.integer({ min: nodes, max: Math.max(nodes, maxNamespaces) }).chain((namespaces) => {
    const space = fc.integer({ min: 0, max: namespaces })
    const plan: fc.Arbitrary<Plan> = fc.record({
      namespaces: fc.constant(namespaces),
      bridges: fc.array(space, { maxLength: 4 }),
      pairs: fc.array(fc.record({ from: space, to: space, port: fc.boolean(), one: ending, other: ending }), {
        maxLength: Math.ceil(namespaces * 1.3) + 2,
      }),
      others: fc.array(fc.record({ at: space, type: fc.constantFrom('vxlan', 'dummy') }), { maxLength: 3 }),
    })
    return plan.map((each) => build(each, nodes))
  })
}

function build({ namespaces, bridges, pairs, others }: Plan, nodes: number): NetworkBuilder {
  const net = network()
  /** Some of them are the nodes' root namespaces. */
  const name = (index: number) => {
    if (index <= nodes) return index === 0 ? 'root' : `node${index}/root`
    const node = index % (nodes + 1)
    return node === 0 ? `ns${index}` : `node${node}/ns${index}`
  }
  for (let index = 1; index <= namespaces; index++) net.namespace(name(index))
  bridges.forEach((at, index) => net.bridge(`${name(at)}.br${index}`))
  pairs.forEach(({ from, to, port, one, other }, index) => {
    const bridge = bridges.indexOf(from)
    const master: LinkOptions = port && bridge >= 0 ? { master: `br${bridge}` } : {}
    net.veth(`${name(from)}.${one.name}${index}`, `${name(to)}.${other.name}${index}x`, {
      one: { ...one, ...master },
      other,
    })
  })
  others.forEach(({ at, type }, index) => net.other(`${name(at)}.${type}${index}`, type, { is: 'no carrier' }))
  return net
}
