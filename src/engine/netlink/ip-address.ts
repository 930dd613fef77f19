/** Addresses as inet_ntop(3) and inet_pton(3) write and read them. */
import { isIPv4, isIPv6 } from 'node:net'
import { AF_INET, AF_INET6 } from './constants.js'

/** `length` bytes at `at`: 4 an IPv4 address, 16 an IPv6 one. */
export function formatIp(view: DataView, at: number, length: number): string {
  return length === 16 ? formatIpv6(view, at) : formatIpv4(view, at)
}

function formatIpv4(view: DataView, at: number): string {
  return `${view.getUint8(at)}.${view.getUint8(at + 1)}.${view.getUint8(at + 2)}.${view.getUint8(at + 3)}`
}

/** The longest run of two zero groups or more is `::`; what is mapped or compatible ends in an IPv4 address. */
function formatIpv6(view: DataView, at: number): string {
  let bestStart = -1
  let bestLength = 1
  for (let group = 0; group < 8;) {
    let end = group
    while (end < 8 && view.getUint16(at + 2 * end) === 0) end++
    if (end - group > bestLength) {
      bestStart = group
      bestLength = end - group
    }
    group = end + 1
  }
  const isMapped = bestStart === 0 && bestLength === 5 && view.getUint16(at + 10) === 0xffff
  const isCompatible = bestStart === 0 && bestLength === 6
  const groups = isMapped || isCompatible ? 6 : 8
  let text = ''
  for (let group = 0; group < groups; group++) {
    if (group === bestStart) {
      text += '::'
      group += bestLength - 1
      continue
    }
    if (text !== '' && !text.endsWith(':')) text += ':'
    text += view.getUint16(at + 2 * group).toString(16)
  }
  if (groups === 8) return text
  return `${text}${text.endsWith(':') ? '' : ':'}${formatIpv4(view, at + 12)}`
}

export interface IpAddress {
  family: typeof AF_INET | typeof AF_INET6
  bytes: number[]
}

/** Null where the text is no address. */
export function parseIp(text: string): IpAddress | null {
  if (isIPv4(text)) return { family: AF_INET, bytes: text.split('.').map(Number) }
  if (!isIPv6(text) || text.includes('%')) return null
  const dotted = /\d+\.\d+\.\d+\.\d+$/.exec(text)?.[0]
  const tail = dotted?.split('.').map(Number) ?? []
  const groups = dotted === undefined ? text : text.slice(0, -dotted.length).replace(/([^:]):$/, '$1')
  const [head, rest] = groups.split('::') as [string, string?]
  const left = groupBytes(head)
  const right = [...groupBytes(rest ?? ''), ...tail]
  return { family: AF_INET6, bytes: [...left, ...new Array<number>(16 - left.length - right.length).fill(0), ...right] }
}

function groupBytes(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

/** `10.0.0.1/24`, or an address alone: all its bits. Null where the text is neither. */
export function parsePrefix(text: string): (IpAddress & { length: number }) | null {
  const [matched, address = '', length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const ip = matched === undefined ? null : parseIp(address)
  if (ip === null) return null
  const bits = 8 * ip.bytes.length
  const wanted = length === undefined ? bits : Number(length)
  return wanted > bits ? null : { ...ip, length: wanted }
}

/** @throws RangeError where the text is no address */
export function requireIp(text: string): IpAddress {
  const ip = parseIp(text)
  if (ip === null) throw new RangeError(`${text} is no address`)
  return ip
}

/** @throws RangeError where the text is no prefix */
export function requirePrefix(text: string): IpAddress & { length: number } {
  const prefix = parsePrefix(text)
  if (prefix === null) throw new RangeError(`${text} is no prefix`)
  return prefix
}
