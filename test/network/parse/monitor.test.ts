import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseNotice, type LinkNotice, type Notice } from '../../../src/network/index.js'
import { fixture, releases } from '../fixtures.js'

function notices(release: string): Notice[] {
  return fixture(`monitor/${release}.txt`)
    .split('\n')
    .flatMap((line) => parseNotice(line) ?? [])
}

const links = (release: string) => notices(release).filter((notice): notice is LinkNotice => notice.kind === 'link')

describe.each(releases)('what the monitor of iproute2 %s printed', (release) => {
  test('a pair is made, the kernel telling the peer first', () => {
    const [, , peer, end] = links(release)
    expect(peer).toMatchObject({
      name: 'veth2',
      index: 2,
      linkKind: 'veth',
      isDeleted: false,
      namespaceId: null,
      movedTo: null,
    })
    expect(end).toMatchObject({
      name: 'veth1',
      index: 3,
      flags: ['BROADCAST', 'MULTICAST', 'M-DOWN'],
      operState: 'DOWN',
    })
    expect(end?.mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
  })

  test('a move tells the new namespace and the new index', () => {
    const [first, second, third] = links(release).filter(({ movedTo }) => movedTo !== null)
    expect(first).toMatchObject({ name: 'veth1', isDeleted: true, movedTo: { namespaceName: 'ns1', index: 3 } })
    expect(second).toMatchObject({ name: 'veth2', movedTo: { namespaceName: 'ns2', index: 2 } })
    // Out of ns1, in which ns2 has a number that this monitor has no name for, or another name.
    expect(third).toMatchObject({ name: 'uplink', index: 3, movedTo: { index: 3 } })
    expect(third?.movedTo?.namespaceId ?? third?.movedTo?.namespaceName).not.toBeNull()
  })

  test('up, down, and the peer’s carrier', () => {
    const veth2 = links(release).filter(({ name, mac, isDeleted }) => name === 'veth2' && mac !== null && !isDeleted)
    const conditions = veth2.map(({ flags, operState }) => [
      flags.includes('UP'),
      flags.includes('LOWER_UP'),
      operState,
    ])
    expect(conditions).toEqual([
      [false, false, 'DOWN'],
      [false, false, 'DOWN'],
      [true, true, 'DOWN'],
      [true, true, 'UP'],
      [true, false, 'DOWN'],
    ])
  })

  test('a rename is a notice of the same index under another name', () => {
    const names = links(release)
      .filter(({ index, mac }) => index === 3 && mac !== null)
      .map(({ name }) => name)
    expect(new Set(names)).toEqual(new Set(['veth1', 'uplink']))
  })

  test('what a bridge says of its port is no news of the link: its leaving is no deletion', () => {
    const p = links(release).filter(({ name }) => name === 'p')
    expect(p.filter(({ isDeleted }) => isDeleted)).toHaveLength(1)
    expect(links(release).find(({ name }) => name === 'br0')?.linkKind).toBe('bridge')
    expect(new Set(p.map(({ linkKind }) => linkKind))).toEqual(new Set(['veth']))
  })

  test('numbers of namespaces', () => {
    const numbers = notices(release).filter((notice) => notice.kind === 'namespace-id')
    expect(numbers).toContainEqual(expect.objectContaining({ isDeleted: false, id: 2, name: 'ns3' }))
    expect(numbers).toContainEqual(expect.objectContaining({ isDeleted: true, id: 1, name: null }))
  })

  test('times never go back', () => {
    const times = notices(release).map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(new Date(times[0] ?? 0).toISOString()).toMatch(/^2026-11-25T07:52:0\d/)
  })
})

test('only from 5.14 on is each notice told with its namespace', () => {
  const origins = (release: string) => new Set(links(release).map(({ namespaceId }) => namespaceId))
  expect(origins('6.1')).toEqual(new Set([null, 0, 1, 2]))
  expect(origins('5.10')).toEqual(new Set([null]))
})

test('without all-nsid there is no origin in the label', () => {
  const line =
    '[2026-11-25T07:39:42.500000] [LINK]3: veth1@if2: <BROADCAST,UP> mtu 1500 qdisc noqueue state DOWN group default \\    link/ether 72:d2:91:16:13:34 brd ff:ff:ff:ff:ff:ff'
  expect(parseNotice(line)).toEqual({
    kind: 'link',
    atMs: Date.UTC(2026, 10, 25, 7, 39, 42, 500),
    namespaceId: null,
    isDeleted: false,
    index: 3,
    name: 'veth1',
    linkKind: null,
    flags: ['BROADCAST', 'UP'],
    operState: 'DOWN',
    mac: '72:d2:91:16:13:34',
    movedTo: null,
  })
})

test('other lines, and lines cut anywhere, are no notice or a whole one', () => {
  expect(parseNotice('netlink receive error No buffer space available (105)')).toBeNull()
  expect(parseNotice('[2026-11-25T07:39:42.5] [NEIGH]10.0.0.1 dev veth1 lladdr 72:d2:91:16:13:34 REACHABLE')).toBeNull()
  const line = fc.constantFrom(...fixture('monitor/6.1.txt').split('\n'))
  fc.assert(
    fc.property(line, fc.nat({ max: 400 }), fc.string({ maxLength: 6 }), (text, end, more) => {
      const notice = parseNotice(text.slice(0, end) + more)
      return notice === null || Number.isFinite(notice.atMs)
    }),
  )
})
