import { isIP } from 'node:net'
import { addressNumber, networkOf, prefixBits, prefixHolds } from '../prefix.js'
import { segmentsOf } from './segments.js'
import type { TopologyProblem } from './topology-error.js'
import type { WantedAddress, WantedNetwork } from './wanted.js'

/** Addresses that are none, lie outside their subnet, or are there twice on one wire or in one namespace. */
export function checkAddresses(network: WantedNetwork): TopologyProblem[] {
  const spaces = [...network.spaces.values()]
  const links = spaces.flatMap((space) => [...space.links.values()])
  const each = links.flatMap(({ addresses, subnet }) => [
    ...addresses.flatMap(checkAddress),
    ...(subnet === undefined || isPrefix(subnet.prefix)
      ? []
      : [
          {
            place: subnet.place,
            problem: `${JSON.stringify(subnet.prefix)} is no subnet`,
            remedy: 'Write 10.0.0.0/24.',
          },
        ]),
  ])
  const told = new Set<WantedAddress>()
  const twice = (addresses: readonly WantedAddress[], where: string): TopologyProblem[] => {
    const seen = new Map<string, WantedAddress>()
    return addresses.flatMap((address) => {
      const key = address.text.split('/')[0] ?? ''
      const former = seen.get(key)
      seen.set(key, address)
      if (former === undefined || told.has(address)) return []
      told.add(address)
      const remedy = `It is at ${former.place}, too: give one of them another.`
      return [{ place: address.place, problem: `the address ${key} is there twice ${where}`, remedy }]
    })
  }
  const inSpaces = spaces.flatMap((space) =>
    twice(
      [...space.links.values()].flatMap(({ addresses }) => addresses),
      'in its namespace',
    ),
  )
  const onWires = segmentsOf(network).flatMap((segment) => [
    ...twice(
      segment.flatMap(({ addresses }) => addresses),
      'on one wire',
    ),
    ...segment.flatMap(({ subnet }) =>
      subnet === undefined || !isPrefix(subnet.prefix)
        ? []
        : segment.flatMap(({ addresses }) => addresses.flatMap((address) => checkSubnet(address, subnet))),
    ),
  ])
  return [...each, ...inSpaces, ...unique(onWires)]
}

/** An address with its prefix length; `bare`: or without. */
export function isPrefix(text: string, { bare = false } = {}): boolean {
  const [address = '', length, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  if (length === undefined) return bare
  return /^\d+$/.test(length) && Number(length) <= (family === 4 ? 32 : 128)
}

function checkAddress({ text, place }: WantedAddress): TopologyProblem[] {
  if (!isPrefix(text)) {
    const [address = ''] = text.split('/')
    const family = isIP(address)
    if (family === 0)
      return [{ place, problem: `${JSON.stringify(text)} is no address`, remedy: 'Write it as 192.168.1.103/24.' }]
    const remedy = `Write ${address}/${family === 4 ? 24 : 64}, say.`
    return [{ place, problem: `${text} has no prefix length that its family knows`, remedy }]
  }
  const [address = ''] = text.split('/')
  const bits = prefixBits(text)
  if (isIP(address) !== 4 || bits > 30) return []
  const host = addressNumber(address) & ((1n << BigInt(32 - bits)) - 1n)
  const isLast = host === (1n << BigInt(32 - bits)) - 1n
  if (host !== 0n && !isLast) return []
  const what = host === 0n ? 'the network itself' : 'its broadcast address'
  return [{ place, problem: `${text} is outside its subnet's hosts: it is ${what}`, remedy: 'Take one between.' }]
}

function checkSubnet({ text, place }: WantedAddress, subnet: { prefix: string; place: string }): TopologyProblem[] {
  const [address = ''] = text.split('/')
  if (!isPrefix(text) || isIP(address) !== isIP(subnet.prefix.split('/')[0] ?? '')) return []
  const wanted = networkOf(subnet.prefix.split('/')[0] ?? '', prefixBits(subnet.prefix))
  if (prefixHolds(subnet.prefix, address)) return []
  return [
    {
      place,
      problem: `${text} is outside its subnet ${wanted}`,
      remedy: `${subnet.place} says so: change one of them.`,
    },
  ]
}

function unique(problems: readonly TopologyProblem[]): TopologyProblem[] {
  return [...new Map(problems.map((each) => [`${each.place} ${each.problem}`, each])).values()]
}
