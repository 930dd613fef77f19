import type { Box, Row } from './graph.js'

/**
 * Two namespaces with the same words here differ in names and host addresses alone: one may stand for the other. A state
 * that is not `up`, another prefix or a second interface makes a namespace one to be looked at.
 */
export function likeness(box: Box, peer: Row | undefined): string {
  const rows = box.blocks.flatMap((block) => block.rows)
  const of = ({ state, kind, words, addresses }: Row) => [state, kind, words ?? '', addresses.map(prefixOf)]
  return JSON.stringify([box.node, box.loopback, rows.map(of), peer === undefined ? null : of(peer)])
}

/** What members share of their addresses: `10.0.0.7/24` is in `10.0.0.0/24`. Of IPv6 what is before the host's part is told as it is. */
export function prefixOf(address: string): string {
  const [host = '', length = ''] = address.split('/')
  const bytes = host.split('.').map(Number)
  if (bytes.length !== 4) return `${host.slice(0, host.lastIndexOf(':') + 1)}/${length}`
  const kept = bytes.map((byte, index) => {
    const bits = Math.min(8, Math.max(0, Number(length) - 8 * index))
    return byte & (0xff << (8 - bits))
  })
  return `${kept.join('.')}/${length}`
}
