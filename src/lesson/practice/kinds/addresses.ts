import { networkOf, prefixHolds, type Address, type Link } from '../../../network/index.js'
import type { Answer, Fault, Kind } from '../fault.js'
import { placeOf, type Scene } from '../scene.js'
import { ip, word } from '../shell-words.js'

/** Links on the way with exactly one address of the ping's family: of several, nobody would miss one. */
function addressed(scene: Scene): { link: Link; address: Address }[] {
  return scene.passed.flatMap((link) => {
    const [address, second] = scene.addresses(link)
    return address === undefined || second !== undefined ? [] : [{ link, address }]
  })
}

/** Takes an address away and puts another in its place, or none. */
function swap(scene: Scene, kind: string, link: Link, address: Address, put: string | null, answers: Answer[]): Fault {
  const own = `${address.address}/${address.prefixLength}`
  const dad = address.family === 'inet6' ? ' nodad' : ''
  const act = (verb: string, text: string): string => ip(link.namespace, `addr ${verb} ${text} dev ${word(link.name)}`)
  return {
    kind,
    breaks: [act('del', own), ...(put === null ? [] : [act('add', put + dad)])].join('\n'),
    mends: [...(put === null ? [] : [act('del', put)]), act('replace', own + dad), ...scene.routesOver(link)].join(
      '\n',
    ),
    answers,
  }
}

/** A link on the way has lost its address. */
export const addressRemoved: Kind = {
  name: 'no-address',
  level: 1,
  faults: (scene) =>
    addressed(scene).map(({ link, address }) =>
      swap(scene, 'no-address', link, address, null, [{ cause: 'no-address', at: placeOf(link) }]),
    ),
}

/** The right address with a prefix length that leaves it alone in its network. */
export const wrongPrefix: Kind = {
  name: 'wrong-prefix',
  level: 1,
  faults: (scene) =>
    addressed(scene).map(({ link, address }) => {
      const alone = `${address.address}/${address.family === 'inet' ? 32 : 128}`
      return swap(scene, 'wrong-prefix', link, address, alone, [{ cause: 'wrong-subnet', at: placeOf(link) }])
    }),
}

/** An address of another network than its neighbours'. */
export const otherSubnet: Kind = {
  name: 'other-subnet',
  level: 1,
  faults: (scene) =>
    addressed(scene).flatMap(({ link, address }) => {
      const other = inOtherSubnet(scene, address)
      if (other === null || (address.address === scene.source && !isOneOfMany(scene, address))) return []
      return [swap(scene, 'other-subnet', link, address, other, [{ cause: 'wrong-subnet', at: placeOf(link) }])]
    }),
}

/** The network is right and the host is not: a slip of one digit. */
export const wrongHost: Kind = {
  name: 'wrong-host',
  level: 2,
  faults: (scene) =>
    addressed(scene).flatMap(({ link, address }) => {
      const other = freeHost(scene, address)
      const crossing = scene.crossings.find((each) => each.in === link)
      if (other === null || crossing === undefined || address.address !== scene.address) return []
      return [
        swap(scene, 'wrong-host', link, address, `${other}/${address.prefixLength}`, [
          { cause: 'neighbour-unresolved', at: placeOf(crossing.out) },
          { cause: 'wrong-subnet', at: placeOf(link) },
          { cause: 'no-address', at: placeOf(link) },
        ]),
      ]
    }),
}

/** Of two alone nobody could say which of them is in the wrong network; the target's address is what is asked for. */
function isOneOfMany({ links }: Scene, { address, prefixLength }: Address): boolean {
  const network = networkOf(address, prefixLength)
  return links.flatMap(({ addresses }) => addresses).filter((each) => prefixHolds(network, each.address)).length > 2
}

/** `10.0.0.2/24` → `10.0.7.2/24`, or the next after it that is no network here; null where that is not so easily said. */
function inOtherSubnet({ links, family }: Scene, { address, prefixLength }: Address): string | null {
  if (family !== 'inet' || prefixLength < 24) return null
  const parts = address.split('.').map(Number)
  for (let step = 7; step < 256; step++) {
    const other = parts.map((part, index) => (index === 2 ? (part + step) % 256 : part)).join('.')
    const network = networkOf(other, prefixLength)
    const isTaken = links.some((link) =>
      link.addresses.some((each) => each.family === 'inet' && prefixHolds(network, each.address)),
    )
    if (!isTaken) return `${other}/${prefixLength}`
  }
  return null
}

/** Another address of the same network that is nobody's; null where there is none. */
export function freeHost(scene: Scene, { address, prefixLength, family }: Address): string | null {
  if (family !== 'inet' || prefixLength < 8 || prefixLength > 29) return null
  const parts = address.split('.').map(Number)
  const network = networkOf(address, prefixLength)
  const highest = prefixLength <= 24 ? 255 : 2 ** (32 - prefixLength) - 1
  for (let step = 7; step < 250; step++) {
    const last = ((parts[3] ?? 0) + step) % 256
    const other = [...parts.slice(0, 3), last].join('.')
    const isHost = last % (highest + 1) !== 0 && last % (highest + 1) !== highest
    if (isHost && prefixHolds(network, other) && scene.isFree(other)) return other
  }
  return null
}
