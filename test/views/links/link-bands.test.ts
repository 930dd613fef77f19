import { describe, expect, it } from 'vitest'
import type { MimeBundle } from '../../../src/display/index.js'
import type { LinkTimeline } from '../../../src/network/index.js'
import { linkBands } from '../../../src/views/index.js'
import { palette } from '../../../src/views/palette.js'
import { chartLabels, overlap, pairsOf } from '../support/svg-parts.js'
import { flicker, timeline, track } from '../support/timeline.js'
import { chartOf, schemaFaults } from '../support/vega-lite.js'

const long =
  'sudo ip netns exec ns1 ip addr add 192.168.1.101/24 dev veth1 && sudo ip netns exec ns1 ip route replace default via 192.168.1.1'

const toggle = timeline(
  1240,
  [
    track('ns1', 'veth1', [
      ['up', 14],
      ['admin down', 612],
      ['up', 1240],
    ]),
    track('ns2', 'veth2', [
      ['up', 15],
      ['lower layer down', 612],
      ['up', 1240],
    ]),
  ],
  [
    [12, 'sudo ip -n ns1 link set veth1 down'],
    [610, 'sudo ip -n ns1 link set veth1 up'],
  ],
)

const lesson = timeline(
  83,
  [
    track(
      'ns1',
      'veth1',
      [
        ['absent', 3],
        ['admin down', 42],
        ['no carrier', 55],
        ['up', 83],
      ],
      { moves: [{ atMs: 16, from: 'root', to: 'ns1' }] },
    ),
    track(
      'ns2',
      'eth0',
      [
        ['absent', 3],
        ['admin down', 55],
        ['up', 83],
      ],
      { moves: [{ atMs: 29, from: 'root', to: 'ns2' }], renames: [{ atMs: 60, from: 'veth2', to: 'eth0' }] },
    ),
    track('root', 'br0', [['lower layer down', 83]]),
  ],
  [2, 15, 28, 41, 54, 67].map((atMs, index): [number, string] => [
    atMs,
    index === 5 ? long : `ip link, number ${index + 1}`,
  ]),
)

const thousand = timeline(
  1000,
  [track('ns1', 'veth1', [...flicker(2000, 900), ['up', 1000]]), track('ns2', 'veth2', [['no carrier', 1000]])],
  Array.from({ length: 1000 }, (_, index) => [index * 0.9, `ip -n ns1 link set veth1 ${index % 2 ? 'up' : 'down'}`]),
)

const timelines: [string, LinkTimeline][] = [
  ['down and up again', toggle],
  ['a lesson with moves and a rename', lesson],
  ['two thousand changes in a second', thousand],
  ['nothing', timeline(0, [])],
  ['no time at all', timeline(0, [track('ns1', 'veth1', [['up', 0]])])],
  [
    'sixty links',
    timeline(
      3000,
      Array.from({ length: 60 }, (_, index) => track(`ns${index >> 1}`, `veth${index}`, [['up', 3000]])),
    ),
  ],
  [
    'many moves at once',
    timeline(100, [
      track('root', 'veth1', [['up', 100]], {
        moves: [10, 11, 12, 13].map((atMs) => ({ atMs, from: 'a-long-namespace', to: 'another-long-namespace' })),
      }),
    ]),
  ],
]

const svgOf = (bundle: MimeBundle) => bundle['image/svg+xml'] as string
const wordsOf = (bundle: MimeBundle) => chartLabels(svgOf(bundle)).map((label) => label.words)

describe('linkBands', () => {
  it.each(timelines)('%s: a valid chart, without labels on one another', (_, data) => {
    const bundle = linkBands(data)
    expect(schemaFaults(bundle)).toEqual([])
    expect(
      Buffer.from(bundle['image/png'] as string, 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    expect(svgOf(bundle)).not.toMatch(/NaN|undefined|Infinity/)
    const labels = chartLabels(svgOf(bundle))
    for (const [a, b] of pairsOf(labels)) expect(overlap(a, b), `"${a.words}" on "${b.words}"`).toBe(false)
    const [, width = '0'] = /viewBox="0 0 (\d+)/.exec(svgOf(bundle)) ?? []
    expect(Number(width)).toBeLessThanOrEqual(660)
  })

  it('says in its title what is seen', () => {
    expect(timelines.map(([, data]) => chartOf(linkBands(data, { png: false })).title.text.join(' '))).toEqual([
      '2 links over 1.24 s: 4 changes of state',
      '3 links over 83 ms: 5 changes of state, 2 moves',
      '2 links over 1.00 s: 2,000 changes of state',
      'No links to show',
      '1 link over 0 ms: no change of state',
      '60 links over 3.00 s: no change of state',
      '1 link over 100 ms: no change of state, 4 moves',
    ])
  })

  it('names states under their bands, and in a key where a band is too short', () => {
    const words = wordsOf(linkBands(lesson, { png: false }))
    expect(words).toEqual(expect.arrayContaining(['admin down', 'no carrier', 'up', 'lower layer down']))
    expect(words.filter((word) => word === 'absent')).toHaveLength(1)
  })

  it('groups bands by namespace, root first', () => {
    const words = wordsOf(linkBands(lesson, { png: false }))
    const order = ['root', 'br0', 'ns1', 'veth1', 'ns2', 'eth0']
    expect(words.filter((word) => order.includes(word)).sort((a, b) => order.indexOf(a) - order.indexOf(b))).toEqual(
      order,
    )
    const at = (word: string) =>
      chartLabels(svgOf(linkBands(lesson, { png: false }))).find((each) => each.words === word)?.y
    expect(order.map(at)).toEqual([...order.map(at)].sort((a, b) => (a ?? 0) - (b ?? 0)))
  })

  it('marks moves and renames with an arrow and words', () => {
    const bundle = linkBands(lesson, { png: false })
    expect(wordsOf(bundle)).toEqual(
      expect.arrayContaining(['moved root → ns1', 'moved root → ns2', 'renamed veth2 → eth0']),
    )
    expect(svgOf(bundle).split(`fill="${palette.changed}"`)).toHaveLength(4)
  })

  it('lists commands by number with their time, long ones cut there and whole in the text', () => {
    const bundle = linkBands(lesson, { png: false })
    const words = wordsOf(bundle)
    expect(words).toEqual(expect.arrayContaining(['1', '6', '67 ms', 'ip link, number 1']))
    expect(words.some((word) => word.startsWith('sudo ip netns exec ns1') && word.endsWith('…'))).toBe(true)
    expect(bundle['text/plain']).toContain(long)
    expect(JSON.stringify(chartOf(bundle))).toContain(long)
  })

  it('draws what happens within a pixel as one piece, and says so', () => {
    const bundle = linkBands(thousand, { png: false })
    expect(wordsOf(bundle)).toEqual(expect.arrayContaining(['1,999 changes', 'and 992 more commands']))
    expect(chartOf(bundle).title.subtitle?.join()).toContain('closer together than a pixel')
    expect(svgOf(bundle).length).toBeLessThan(150_000)
  })

  it('draws the links that changed where not all find room, and counts the rest', () => {
    const tracks = Array.from({ length: 60 }, (_, index) => track(`ns${index}`, `veth${index}`, [['up', 3000]]))
    tracks[59] = track('ns59', 'veth59', [
      ['up', 1000],
      ['admin down', 3000],
    ])
    const bundle = linkBands(timeline(3000, tracks), { png: false })
    expect(wordsOf(bundle)).toContain('veth59')
    expect(chartOf(bundle).title.subtitle).toEqual(['20 more links, told in the text'])
    expect(bundle['text/plain']).toContain('ns58.veth58')
  })

  it('tells all of it in words', () => {
    expect(linkBands(toggle, { png: false })['text/plain']).toBe(
      [
        '2 links over 1.24 s: 4 changes of state.',
        'Commands:',
        '  0.012 s  sudo ip -n ns1 link set veth1 down',
        '  0.610 s  sudo ip -n ns1 link set veth1 up',
        'Links:',
        '  ns1.veth1: up, then admin down at 0.014 s, then up at 0.612 s',
        '  ns2.veth2: up, then lower layer down at 0.015 s, then up at 0.612 s',
      ].join('\n'),
    )
    expect(linkBands(thousand, { png: false })['text/plain']).toMatch(/and 1,996 more changes; at the end up\n/)
  })

  it('lets no name become markup', () => {
    const data = timeline(100, [track('<b>', '<i onclick=x>', [['up', 100]])], [[1, 'echo "<script>"']])
    expect(svgOf(linkBands(data, { png: false }))).not.toMatch(/<b>|<i |<script/)
  })

  it('looks as it did', async () => {
    await expect(svgOf(linkBands(lesson, { png: false }))).toMatchFileSnapshot('../files/bands-lesson.svg')
  })
})
