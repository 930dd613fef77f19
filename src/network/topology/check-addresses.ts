import { isIP } from 'node:net'
import { addressNumber, networkOf, prefixBits, prefixHolds } from '../prefix.js'
import { isGroup } from './check-kinds.js'
import { segmentsOf } from './segments.js'
import type { TopologyProblem } from './topology-error.js'
import type { WantedAddress, WantedLink, WantedNetwork } from './wanted.js'

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
  return [...each, ...inSpaces, ...unique(onWires), ...checkOverlaps(links)]
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
  const problem = (what: string, remedy: string): TopologyProblem[] => [{ place, problem: what, remedy }]
  const [address = '', length] = text.split('/')
  const family = isIP(address)
  if (family === 0) return problem(`${JSON.stringify(text)} is no address`, notAnAddress(address))
  if (!isPrefix(text)) {
    const usual = `${address}/${family === 4 ? 24 : 64}`
    if (length === undefined) return problem(`${text} has no prefix length`, `Write ${usual}, say.`)
    const bits = netmaskBits(length)
    if (bits !== undefined) return problem(`${length} is a netmask`, `Write its length: ${address}/${bits}.`)
    return problem(
      `${text} has no prefix length that IPv${family} knows`,
      `It is a number up to ${family === 4 ? 32 : 128}: ${usual}.`,
    )
  }
  if (isGroup(address)) return problem(`${address} is a multicast address, and none of a link`, 'Take another.')
  const bits = prefixBits(text)
  if (family !== 4 || bits > 30) return []
  const host = addressNumber(address) & ((1n << BigInt(32 - bits)) - 1n)
  const isLast = host === (1n << BigInt(32 - bits)) - 1n
  if (host !== 0n && !isLast) return []
  const what = host === 0n ? 'the network itself' : 'its broadcast address'
  return problem(`${text} is outside its subnet's hosts: it is ${what}`, 'Take one between.')
}

function notAnAddress(address: string): string {
  const high = /^\d+\.\d+\.\d+\.\d+$/.test(address) && address.split('.').find((byte) => Number(byte) > 255)
  if (high) return `${high} is more than a byte holds, 255.`
  return 'Write it as 192.168.1.103/24.'
}

/** `255.255.255.0` → 24; undefined where it is none. */
function netmaskBits(text: string): number | undefined {
  if (isIP(text) !== 4) return undefined
  const bits = addressNumber(text).toString(2).padStart(32, '0')
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined
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

/** Subnets that a topology gives to two wires, and of which one holds the other's beginning. */
function checkOverlaps(links: readonly WantedLink[]): TopologyProblem[] {
  const told = new Map<string, { prefix: string; place: string }>()
  for (const { subnet } of links) if (subnet !== undefined && isPrefix(subnet.prefix)) told.set(subnet.place, subnet)
  const subnets = [...told.values()]
  return subnets.flatMap((subnet, index) => {
    const start = (prefix: string): string => prefix.split('/')[0] ?? ''
    const other = subnets
      .slice(0, index)
      .find((each) => prefixHolds(each.prefix, start(subnet.prefix)) || prefixHolds(subnet.prefix, start(each.prefix)))
    if (other === undefined) return []
    const remedy = `${other.place} has ${other.prefix}: give each wire addresses of its own.`
    return [{ place: subnet.place, problem: `the subnet ${subnet.prefix} overlaps another`, remedy }]
  })
}
