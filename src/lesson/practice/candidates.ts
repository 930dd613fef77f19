import { FIRST_NODE, networkOf, prefixHolds, type NetworkState } from '../../network/index.js'
import { shuffled, shuffledByWeight } from '../random.js'
import type { Fault, Level } from './fault.js'
import { kindsOf } from './levels.js'
import type { Scene } from './scene.js'

/** Who asks whom. */
export interface Ends {
  from: string
  /** An address. */
  to: string
}

interface Addressed {
  namespace: string
  address: string
  /** All networks that the namespace is in, as prefixes. */
  networks: string[]
  isLoopbackUp: boolean
}

/** How much oftener a level's own kinds of faults come first than those of a level below. */
const OWN_WEIGHT = 3
/** So many faults of one kind are tried before the next kind. */
const OF_ONE_KIND = 3

/**
 * Every ping that there could be on the lab's own machine; from level 3 on those between two networks come first. At level 4
 * also of own addresses, where a loopback is up.
 */
export function pingsIn(state: NetworkState, level: Level, random: () => number): Ends[] {
  const all = addressesIn(state)
  const own = level === 4 ? all.filter(({ isLoopbackUp }) => isLoopbackUp) : []
  const selves = own.map(({ namespace, address }) => ({ ends: { from: namespace, to: address }, isNear: true }))
  const pairs = all.flatMap((one) =>
    all
      .filter((other) => other.namespace !== one.namespace && isV6(other) === isV6(one))
      .map((other) => ({ ends: { from: one.namespace, to: other.address }, isNear: isOneNetwork(one, other) })),
  )
  const mixed = shuffled([...pairs, ...selves], random)
  const ordered =
    level < 3 ? mixed : [...mixed.filter(({ isNear }) => !isNear), ...mixed.filter(({ isNear }) => isNear)]
  return ordered.map(({ ends }) => ends)
}

/** What could be broken, in the order in which it is to be tried. */
export function faultsIn(scene: Scene, level: Level, random: () => number): Fault[] {
  return shuffledByWeight(kindsOf(level), (kind) => (kind.level === level ? OWN_WEIGHT : 1), random).flatMap((kind) =>
    shuffled(kind.faults(scene), random).slice(0, OF_ONE_KIND),
  )
}

/** Whether two faults are far enough from each other to be two: of other kinds, in other namespaces. */
export function areApart(one: Fault, other: Fault): boolean {
  const spaces = ({ answers }: Fault): string[] => answers.map(({ at }) => at.split('.')[0] ?? '')
  return one.kind !== other.kind && !spaces(one).some((space) => spaces(other).includes(space))
}

/** The first address of each family that somebody gave each namespace. */
function addressesIn({ namespaces }: NetworkState): Addressed[] {
  return namespaces
    .filter(({ node }) => node === FIRST_NODE)
    .flatMap(({ name, links }) => {
      const given = links
        .flatMap(({ addresses, kind }) => (kind === 'loopback' ? [] : addresses))
        .filter(({ scope }) => scope === 'global')
      const networks = given.map(({ address, prefixLength }) => networkOf(address, prefixLength))
      const firsts = ['inet', 'inet6'].flatMap((family) => given.find((each) => each.family === family) ?? [])
      const isLoopbackUp = links.some(({ kind, up }) => kind === 'loopback' && up)
      return firsts.map(({ address }) => ({ namespace: name, address, networks, isLoopbackUp }))
    })
}

const isV6 = ({ address }: Addressed): boolean => address.includes(':')

function isOneNetwork({ networks }: Addressed, { address }: Addressed): boolean {
  return networks.some((network) => prefixHolds(network, address))
}
