import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/network/index.js'
import { changesTable, pingSummary, stateTable } from '../../../src/views/index.js'
import { messy, network, star } from '../support/network.js'
import { pingOf, quick } from '../support/ping.js'

const htmlOf = (bundle: Readonly<Record<string, unknown>>) => bundle['text/html'] as string

describe('stateTable', () => {
  it('is a sentence and aligned columns in a terminal', () => {
    const text = stateTable(messy().state())['text/plain'] ?? ''
    expect(text.split('\n')).toEqual([
      '3 network namespaces, 10 links.',
      '',
      'namespace  link    state       addresses            kind',
      'root       lo      up          127.0.0.1/8          loopback',
      'root       br0     up                               bridge, 2 ports',
      'root       veth33  up                               veth to ns1.veth3, port of br0',
      'root       veth44  up                               veth to ns2.veth4, port of br0',
      'ns1        lo      admin down                       loopback',
      'ns1        veth1   up          192.168.1.101/24     veth to ns2.veth2',
      'ns1        veth3   up          192.168.1.103/24     veth to root.veth33',
      'ns2        lo      admin down                       loopback',
      'ns2        veth2   admin down  192.168.1.102/24     veth to ns1.veth1',
      'ns2        veth4   up          192.168.1.104/24 +1  veth to root.veth44',
    ])
  })

  it('has every address in HTML', () => {
    expect(htmlOf(stateTable(messy().state()))).toContain('>192.168.1.104/24\nfd00::1:104/64</td>')
  })

  it('folds what is more than twelve rows, with its number', () => {
    const bundle = stateTable(star(10).state())
    expect(bundle['text/plain']).toMatch(/\nand 20 more links$/)
    expect(htmlOf(bundle)).toContain('<details><summary>20 more links</summary>')
    const [head = '', folded = ''] = htmlOf(bundle).split('<details>')
    const rows = (html: string) => html.split('<tr>').length - 1
    expect([rows(head), rows(folded)]).toEqual([13, 21])
    expect(htmlOf(stateTable(messy().state()))).not.toContain('<details>')
  })

  it('lets no name become markup', () => {
    const html = htmlOf(stateTable(network().veth('<img src=x onerror=alert(1)>.a', 'ns2.<b>').state()))
    expect(html).not.toMatch(/<img|<b>/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  it('has a caption and column heads for screen readers', () => {
    const html = htmlOf(stateTable(messy().state()))
    expect(html).toMatch(/<caption[^>]*>3 network namespaces, 10 links\.<\/caption>/)
    expect(html.match(/<th scope="col"/g)).toHaveLength(5)
  })
})

describe('changesTable', () => {
  const added = (count: number): Change[] =>
    Array.from({ length: count }, (_, index) => ({ kind: 'namespace-added', namespace: `ns${index + 1}` }))

  it('is one sentence a line', () => {
    expect(changesTable(added(2))['text/plain']).toBe(
      '2 changes:\n  namespace ns1 was added\n  namespace ns2 was added',
    )
  })

  it('is one line where there is one', () => {
    const bundle = changesTable(added(1))
    expect(bundle['text/plain']).toBe('1 change: namespace ns1 was added')
    expect(htmlOf(bundle)).toContain('>1 change: namespace ns1 was added</div>')
  })

  it('folds what is more than twelve', () => {
    const bundle = changesTable(added(20))
    expect(bundle['text/plain']).toMatch(/ns12 was added\n {2}and 8 more changes$/)
    expect(htmlOf(bundle)).toContain('<summary>8 more changes</summary>')
    expect(htmlOf(bundle).match(/<li>/g)).toHaveLength(20)
  })

  it('says that nothing changed, and counts what the kernel does by itself', () => {
    const minor: Change = {
      kind: 'neighbour-added',
      namespace: 'ns1',
      link: 'veth1',
      address: '10.0.0.1',
      mac: null,
      state: 'STALE',
      isMinor: true,
    }
    expect(changesTable([])['text/plain']).toBe('Nothing changed.')
    expect(changesTable([minor])['text/plain']).toBe('Nothing changed but what the kernel does by itself (1 change).')
  })

  it('lets no name become markup', () => {
    expect(htmlOf(changesTable([{ kind: 'namespace-added', namespace: '<b>&' }]))).toContain('&lt;b&gt;&amp;')
  })
})

describe('pingSummary', () => {
  it('is the sentence, then the figures', () => {
    const bundle = pingSummary(pingOf({ times: quick() }))
    expect(bundle['text/plain']).toBe(
      '100 pings ns1 → 192.168.1.102: none lost, median 0.048 ms.\n' +
        'Round trip: min 0.035, median 0.048, p95 0.11, max 0.14 ms.',
    )
    expect(htmlOf(bundle)).toMatch(/<caption[^>]*>100 pings ns1 → 192\.168\.1\.102<\/caption>/)
    expect(htmlOf(bundle)).toContain('>median (ms)</th>')
  })

  it('has dashes where nothing came back', () => {
    const bundle = pingSummary(
      pingOf({ times: [null, null], errors: [{ seq: 1, from: '<b>', reason: 'Destination Host Unreachable' }] }),
    )
    expect(htmlOf(bundle).match(/>–</g)).toHaveLength(4)
    expect(htmlOf(bundle)).not.toContain('<b>')
    expect(bundle['text/plain']).toContain('none answered')
    expect(htmlOf(bundle)).toContain('none answered (Destination Host Unreachable, said &lt;b&gt;)</caption>')
  })
})
