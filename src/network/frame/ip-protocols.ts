import type { LayerName } from './layer.js'

/** IANA, Assigned Internet Protocol Numbers. */
const layers: Readonly<Record<number, LayerName>> = {
  0: 'IPv6 extension',
  1: 'ICMP',
  4: 'IPv4',
  6: 'TCP',
  17: 'UDP',
  41: 'IPv6',
  43: 'IPv6 extension',
  44: 'IPv6 fragment',
  58: 'ICMPv6',
  60: 'IPv6 extension',
}
const others: Readonly<Record<number, string>> = {
  2: 'IGMP',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  59: 'nothing',
  132: 'SCTP',
}

export const nextByProtocol = (number: number): LayerName | null => layers[number] ?? null

export const protocolName = (number: number): string | undefined => layers[number] ?? others[number]
