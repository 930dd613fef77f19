import { describe, expect, test } from 'vitest'
import { chartTables } from '../../src/export/figure/data-table.js'
import { mime } from '../../src/display/index.js'
import { renderOutput } from '../../src/export/output/index.js'
import { networkTable } from '../../src/export/figure/network-table.js'

describe('the data behind a chart', () => {
  test('is what its tooltips tell, a table for each kind of mark', () => {
    const html = chartTables({
      layer: [
        {
          data: {
            values: [
              { seq: 1, rttMs: 0.03512 },
              { seq: 2, rttMs: 5 },
            ],
          },
          encoding: {
            tooltip: [
              { field: 'seq', title: 'ping' },
              { field: 'rttMs', title: 'round trip (ms)' },
            ],
          },
        },
        {
          data: { values: [{ seq: 3, reason: '<b>' }] },
          encoding: {
            tooltip: [
              { field: 'seq', title: 'lost ping' },
              { field: 'reason', title: 'reason' },
            ],
          },
        },
        { data: { values: [{ at: 0 }] }, encoding: {} },
      ],
    })
    expect(html).toContain('<summary>Data, 3 rows</summary>')
    expect(html).toContain(
      '<th>ping<th>round trip (ms)<tbody data-marks="layer_0"><tr><td>1<td>0.03512<tr><td>2<td>5</table>',
    )
    expect(html).toContain('<tr><td>3<td>&lt;b&gt;</table>')
  })

  test('is told once, though several layers draw it; data hold for the views below', () => {
    const tooltip = { field: 'full' }
    const html = chartTables({
      data: { values: [{ full: 'ns1.veth1: up' }] },
      layer: [{ encoding: { tooltip } }, { encoding: { tooltip } }],
    })
    expect(html).toContain('<summary>Data, 1 row</summary>')
  })

  test('knows which mark says what, as far as layers choose rows, and leaves out what the picture says in words', () => {
    const tooltip = { field: 'words' }
    const values = [
      { words: 'a up', isUp: true, state: 'up' },
      { words: 'b down', isUp: false, state: 'down' },
      { words: 'c up', isUp: true, state: 'up' },
    ]
    const html = chartTables({
      vconcat: [
        {
          data: { values },
          layer: [
            { name: 'links', transform: [{ filter: 'datum.isUp' }], mark: 'rect', encoding: { tooltip } },
            {
              transform: [{ filter: { field: 'state', equal: 'down' } }],
              mark: { type: 'rule' },
              encoding: { tooltip },
            },
            { name: '"><b>', transform: [{ filter: '!datum.isUp' }], mark: 'rect', encoding: { tooltip } },
            { mark: 'text', encoding: { tooltip } },
          ],
        },
      ],
    })
    expect(html).toContain(
      '<th>shown<tbody data-marks="links"><tr><td>a up<tr><td>c up<tbody data-marks="concat_0_layer_1"><tr><td>b down</table>',
    )
    expect(html).not.toContain('<b>')
  })

  test.each([
    undefined,
    null,
    'x',
    {},
    { layer: [null, 1] },
    { data: { values: [1, null] }, encoding: { tooltip: [1] } },
  ])('is not in %j', (spec) => expect(chartTables(spec)).toBe(''))
})

describe('a network without its picture', () => {
  const network = async (links: unknown[]): Promise<{ kind: string; html: string }> => {
    const namespaces = [{ node: 'host', name: 'ns1', namespaceIds: {}, links }]
    const data = { [mime.topology]: { state: { namespaces } }, 'text/plain': 'ns1 with <veth1>' }
    return renderOutput({ output_type: 'display_data', metadata: {}, data }, { prefix: 'o1-' })
  }
  const veth = {
    ...{ name: '<script>', namespace: 'ns1', index: 2, up: true, carrier: true, operState: 'UP', master: null },
    ...{ kind: 'veth', mtu: 1500, mac: null, peerIndex: null, peerNamespaceId: null, addresses: [] },
  }

  test('is drawn from its data, and told by its text', async () => {
    const { kind, html } = await network([veth])
    expect(kind).toBe('picture')
    expect(html).toMatch(/<div class="o-picture o-own"><svg [^>]*role="img"[^]*&#x3C;script>|&lt;script/)
    expect(html).not.toMatch(/<script/)
  })

  test('that is none is the text beside it', async () => {
    const other = await renderOutput(
      { output_type: 'display_data', metadata: {}, data: { [mime.topology]: { state: 1 }, 'text/plain': 'words' } },
      { prefix: 'o1-' },
    )
    expect(other.kind).toBe('text')
  })
})

describe('the table of a network', () => {
  const link = {
    name: 'veth1',
    namespace: 'ns1',
    index: 2,
    up: true,
    carrier: false,
    operState: 'LOWERLAYERDOWN',
    master: null,
  }
  const space = { node: 'host', name: 'ns1', namespaceIds: {} }

  test('has a row for each link', () => {
    const links = [{ ...link, kind: 'other', addresses: [{ address: '10.0.0.1', prefixLength: 24 }] }]
    expect(networkTable({ state: { namespaces: [{ ...space, links }] } })).toMatch(
      /<tr><td>ns1<td>veth1<td>up but without carrier[^<]*<td>10\.0\.0\.1\/24<td><\/table>/,
    )
  })

  test.each([
    undefined,
    null,
    {},
    { state: { namespaces: [null, { ...space, links: [null, { ...link, addresses: [1] }] }] } },
  ])('is not in %j', (value) => expect(networkTable(value)).toBe(''))
})
