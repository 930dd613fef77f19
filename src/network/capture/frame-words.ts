import { fieldOf, type FrameLayer } from '../frame/layer.js'
import type { Journey } from './journeys.js'

/** A frame in a diagram's words: headers that carry it, itself, and its details in a second line. */
export interface FrameWords {
  layers: string[]
  detail: string
}

export function frameWords(layers: readonly FrameLayer[], before: Journey | null): FrameWords {
  const own = layers.filter(({ isQuoted, name }) => isQuoted !== true && name !== 'data' && name !== 'padding')
  const last = own.at(-1)
  const head = own.findLast(({ name }) => name === 'IPv4' || name === 'IPv6')
  const detail =
    last?.name === 'ARP' || head === undefined
      ? (last?.summary.replace(/^who has .*\? /, '') ?? '')
      : `${head.summary}${before === null ? '' : `; ${rewriting(before, head)}`}`
  return { layers: [...wrappers(own), message(last)], detail }
}

/** VLAN tags, VXLAN with the addresses of its outer header, IP in IP. */
function wrappers(own: readonly FrameLayer[]): string[] {
  return own.flatMap((layer, index) => {
    if (layer.name === 'VLAN') return [layer.summary]
    const outer = own.slice(0, index).findLast(({ name }) => name === 'IPv4' || name === 'IPv6')
    if (layer.name === 'VXLAN') return [`${layer.summary}, ${ends(outer)}`]
    const isInIp = (layer.name === 'IPv4' || layer.name === 'IPv6') && outer === own[index - 1] && outer !== undefined
    return isInIp ? [`IP in IP, ${ends(outer)}`] : []
  })
}

const ends = (head: FrameLayer | undefined): string => `${fieldOf(head, 'source')} → ${fieldOf(head, 'destination')}`

function message(layer: FrameLayer | undefined): string {
  if (layer === undefined) return 'frame'
  const { name, summary } = layer
  if (name === 'ARP') {
    const operation = fieldOf(layer, 'operation')
    return operation === 2 ? 'ARP reply' : `ARP ${summary.replace(/ tell .*/, '')}`
  }
  if (name === 'ICMPv6') {
    const target = fieldOf(layer, 'target')
    if (target !== undefined) return fieldOf(layer, 'type') === 136 ? 'ND reply' : `ND ${summary}`
  }
  return `${name} ${summary}`
}

function rewriting({ identity }: Journey, head: FrameLayer): string {
  const parts = (['source', 'destination'] as const).flatMap((end) => {
    const now = fieldOf(head, end)
    return identity[end] === now ? [] : [`${end} rewritten from ${identity[end] ?? ''}`]
  })
  return parts.length === 0 ? 'ports rewritten' : parts.join(', ')
}
