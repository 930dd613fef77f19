import { expect, it } from 'vitest'
import type { Sequence } from '../../../src/network/index.js'
import { sequenceDiagram } from '../../../src/views/index.js'
import { dropped } from '../support/sequence.js'
import { crosses, overlap, pairsOf, topologyParts, type Line } from '../support/svg-parts.js'

const svgOf = (data: Sequence): string => sequenceDiagram(data, { png: false })['image/svg+xml'] as string

it('has text, PNG and SVG', () => {
  expect(Object.keys(sequenceDiagram(dropped()))).toEqual(['text/plain', 'image/png', 'image/svg+xml'])
})

it('says in words what it shows, what is in what, and where it ended', () => {
  expect(sequenceDiagram(dropped())['text/plain']?.split('\n')).toEqual([
    '8 frames between node1/pod1 and node2/pod1; ICMP echo request 2 went no further than node1.',
    '      0 ms  node1/pod1 → node1: ARP who has 10.244.0.2?',
    '  0.021 ms  node1 → node2: VXLAN 42 > ARP who has 10.244.0.2?',
    '  0.090 ms  node1 → node1/pod1: ARP who has 10.244.0.2? (a flooded copy)',
    '   0.13 ms  node2 → node2/pod1: ARP who has 10.244.0.2?',
    '   0.20 ms  node2/pod1 → node2: ARP reply',
    '   0.31 ms  node1 → node2: VXLAN 42 > VLAN 10 > ICMP echo request 1',
    '    1.4 ms  node2/pod1 → node2: ICMP echo reply 1 (no further than node2: FORWARD policy DROP)',
    '   1001 ms  node1 → nobody: ICMP echo request 2 (no further than node1)',
  ])
})

it('an arrow each frame; a cross in place of the tip where it ended, a dashed line for a copy', () => {
  const svg = svgOf(dropped())
  const count = (name: string) => svg.split(`class="${name}"`).length - 1
  expect([count('lifeline'), count('arrow'), count('tip'), count('cross'), count('layer')]).toEqual([32, 8, 6, 2, 3])
  expect(svg.match(/class="arrow"[^>]*stroke-dasharray/g)).toHaveLength(1)
})

/** The same with details, a title, notes, and frames to oneself, as wide as it gets and as narrow. */
function detailed(count: number): Sequence {
  const { lifelines, frames } = dropped()
  const names = lifelines.slice(0, count)
  const known = frames.filter(({ from, to }) => names.includes(from) && (to === null || names.includes(to)))
  const detail = 'fe80::1c29:63ff:fe74:13cc → ff02::1:ff00:2, hop limit 255; destination rewritten from 10.244.0.2'
  const own = names.map((name) => ({ atMs: 9, from: name, to: name, link: 'x', layers: ['VLAN 7', 'UDP'], detail }))
  return { lifelines: names, frames: [...known.map((frame) => ({ ...frame, detail })), ...own] }
}

it.each([
  ['as it is', dropped()],
  ['one lifeline', detailed(1)],
  ['two', detailed(2)],
  ['four', detailed(4)],
])('no words on words, none outside, and no lifeline or arrow through them: %s', (_, data) => {
  const notes = [
    '9 other packets seen: { everywhere: true } tells all',
    "Why: await lab.explain('ns1', '192.168.1.109')",
  ]
  const svg = sequenceDiagram(data, { png: false, notes })['image/svg+xml'] as string
  const { labels, size } = topologyParts(svg)
  for (const [one, other] of pairsOf(labels)) {
    expect(overlap(one, other) ? `"${one.words}" on "${other.words}"` : '').toBe('')
  }
  const lifelines = [...svg.matchAll(/class="lifeline" d="M([\d.]+) ([\d.]+)V([\d.]+)"/g)].map(
    ([, x, y, bottom]): Line => {
      return { from: { x: Number(x), y: Number(y) }, to: { x: Number(x), y: Number(bottom) } }
    },
  )
  expect(lifelines).toHaveLength(data.lifelines.length * data.frames.length)
  for (const label of labels) {
    expect(label.x >= 0 && label.x + label.width <= size.width && label.y + label.height <= size.height).toBe(true)
    for (const line of lifelines) expect(crosses(line, label) ? label.words : '').toBe('')
  }
})

it('more than sixty frames: the rest is in the text', () => {
  const [first] = dropped().frames
  const many = { ...dropped(), frames: Array.from({ length: 70 }, (_, index) => ({ ...first!, atMs: index })) }
  expect(svgOf(many)).toContain('and 10 more frames, told in the text')
  expect(sequenceDiagram(many)['text/plain']?.split('\n')).toHaveLength(71)
})

it('nothing captured is said, and names are no markup', () => {
  expect(sequenceDiagram({ lifelines: ['ns1', 'ns2'], frames: [] })['text/plain']).toBe('0 frames between ns1 and ns2.')
  const svg = svgOf({ lifelines: ['<b>'], frames: [{ atMs: 0, from: '<b>', to: '<b>', link: 'x', layers: ['<i>'] }] })
  expect(svg).not.toMatch(/<b>|<i>/)
})
