import { isIP } from 'node:net'

/** An address as a number; IPv4 and IPv6 are told apart by `isIP`. @throws RangeError where it is none. */
export function addressNumber(address: string): bigint {
  if (isIP(address) === 4) return bytesToNumber(address.split('.').map(Number))
  if (isIP(address) !== 6) throw new RangeError(`${JSON.stringify(address)} is no IP address`)
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  const text = dotted === null ? address : `${dotted[1] ?? ''}${embedded(dotted[2] ?? '')}`
  const [head = '', tail] = (text.split('%')[0] ?? '').split('::')
  const groups = (part: string) => part.split(':').filter((group) => group !== '')
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(zeros).fill('0'), ...right].reduce(
    (sum, group) => (sum << 16n) | BigInt(`0x${group}`),
    0n,
  )
}

/** Whether a prefix (`10.0.0.0/8`, `default`, `all`, or a single address) holds an address of its family. */
export function prefixHolds(prefix: string, address: string): boolean {
  if (prefix === 'default' || prefix === 'all') return true
  const [network = '', length] = prefix.split('/')
  if (isIP(network) !== isIP(address)) return false
  const bits = isIP(network) === 4 ? 32 : 128
  const shift = BigInt(bits - Number(length ?? bits))
  return addressNumber(network) >> shift === addressNumber(address) >> shift
}

/** Bits of a prefix that count. */
export function prefixBits(prefix: string): number {
  if (prefix === 'default' || prefix === 'all') return 0
  const [network = '', length] = prefix.split('/')
  return Number(length ?? (isIP(network) === 4 ? 32 : 128))
}

/** The network of an address: `10.0.1.7`, 24 → `10.0.1.0/24`; for IPv4 in dots, for IPv6 in groups without `::`. */
export function networkOf(address: string, bits: number): string {
  const all = isIP(address) === 4 ? 32 : 128
  const shift = BigInt(all - bits)
  return `${addressText((addressNumber(address) >> shift) << shift, all)}/${bits}`
}

/** The same host in the network of another address: `10.0.1.7` in that of `10.9.0.1`, 24 → `10.9.0.7`. */
export function hostIn(address: string, other: string, bits: number): string {
  const all = isIP(other) === 4 ? 32 : 128
  const mask = (1n << BigInt(all - bits)) - 1n
  return addressText((addressNumber(other) & ~mask) | (addressNumber(address) & mask), all)
}

/** An address of 32 or 128 bits; for IPv6 in groups without `::`. */
function addressText(number: bigint, all: 32 | 128): string {
  return all === 32
    ? [24n, 16n, 8n, 0n].map((at) => String((number >> at) & 255n)).join('.')
    : Array.from({ length: 8 }, (_, index) => ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':')
}

function bytesToNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function embedded(dotted: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
