import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  findLink,
  findNamespace,
  parseFdb,
  parseLinks,
  parseNamespaceIds,
  parseNeighbours,
  parseRoutes,
  parseRules,
  UnreadableOutputError,
} from '../../../src/network/index.js'
import { fixture, recordedState, releases } from '../fixtures.js'

describe.each(releases)('what iproute2 %s printed', (release) => {
  const state = recordedState(release)

  test('has the namespaces, root first', () => {
    expect(state.namespaces.map(({ name }) => name)).toEqual(['root', 'ns1', 'ns2'])
    expect(state.namespaces.map(({ node }) => node)).toEqual(['host', 'host', 'host'])
  })

  test('has namespace ids with names, the root namespace found though ip has no name for it', () => {
    const ids = Object.fromEntries(state.namespaces.map((space) => [space.name, space.namespaceIds]))
    expect(ids).toEqual({ root: { 0: 'ns1', 1: 'ns2' }, ns1: { 0: 'root', 1: 'ns2' }, ns2: { 0: 'ns1' } })
  })

  test('has links of each kind', () => {
    const kinds = state.namespaces[0]?.links.map((link) => [link.name, link.kind === 'other' ? link.type : link.kind])
    expect(Object.fromEntries(kinds ?? [])).toEqual({
      lo: 'loopback',
      br0: 'bridge',
      veth33: 'veth',
      va: 'veth',
      vb: 'veth',
      vx0: 'vxlan',
      mv0: 'macvlan',
      tap0: 'tun',
    })
  })

  test('has a veth end with its peer elsewhere', () => {
    expect(findLink(state, 'ns1.veth1')).toMatchObject({
      kind: 'veth',
      namespace: 'ns1',
      index: 3,
      peerIndex: 2,
      peerNamespaceId: 1,
      up: true,
      carrier: true,
      operState: 'UP',
      mtu: 1500,
      mac: expect.stringMatching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/) as unknown,
      master: null,
    })
    expect(
      findLink(state, 'ns1.veth1')
        ?.addresses.map((one) => `${one.address}/${one.prefixLength}`)
        .slice(0, 2),
    ).toEqual(['192.168.1.101/24', '2001:db8::1/64'])
  })

  test('has a veth end with its peer beside it, which is printed by name', () => {
    const [va, vb] = [findLink(state, 'root.va'), findLink(state, 'root.vb')]
    expect(va).toMatchObject({
      peerIndex: vb?.index,
      peerNamespaceId: null,
      up: true,
      carrier: false,
      operState: 'LOWERLAYERDOWN',
    })
    expect(vb).toMatchObject({ peerIndex: va?.index, peerNamespaceId: null, up: false })
  })

  test('has a bridge port with its settings', () => {
    expect(findLink(state, 'root.veth33')).toMatchObject({
      master: 'br0',
      port: { state: 'forwarding', learning: true, flooding: true, isolated: true, guard: true },
    })
    expect(findLink(state, 'root.br0')).toMatchObject({ stp: false, vlanFiltering: false })
    expect(findLink(state, 'root.va')).not.toHaveProperty('port')
  })

  test('has routes of all tables and both families', () => {
    const routes = findNamespace(state, 'ns1')?.routes ?? []
    expect(routes).toContainEqual({
      family: 'inet',
      table: '100',
      type: 'unicast',
      destination: '10.7.0.0/16',
      via: '192.168.1.1',
      link: 'veth1',
      source: '192.168.1.101',
      scope: 'global',
      protocol: 'boot',
      metric: 50,
      flags: [],
    })
    expect(routes.find(({ destination }) => destination === '10.9.0.0/16')).toMatchObject({
      type: 'blackhole',
      link: null,
    })
    expect(routes.find(({ destination }) => destination === '192.168.1.101')).toMatchObject({
      table: 'local',
      type: 'local',
    })
    expect(routes.find(({ destination }) => destination === '2001:db8:1::/48')).toMatchObject({
      family: 'inet6',
      via: '2001:db8::2',
    })
  })

  test('has an entry for each next hop of a route with several', () => {
    const hops = findNamespace(state, 'ns1')?.routes.filter(({ destination }) => destination === '10.8.0.0/16')
    expect(hops?.map(({ via, link }) => [via, link])).toEqual([
      ['192.168.1.1', 'veth1'],
      ['192.168.1.2', 'veth1'],
    ])
  })

  test('has rules with their selectors', () => {
    const rules = findNamespace(state, 'ns1')?.rules.filter(({ family }) => family === 'inet')
    expect(rules?.map(({ priority }) => priority)).toEqual([0, 100, 101, 102, 32766, 32767])
    expect(rules?.[1]).toEqual({
      family: 'inet',
      priority: 100,
      from: '10.1.0.0/16',
      to: null,
      table: '100',
      action: null,
      iif: 'veth1',
      oif: null,
      fwmark: '0x1/0xff',
    })
    expect(rules?.[2]).toMatchObject({ from: 'all', to: '10.2.0.0/16', action: 'blackhole', table: null })
    expect(rules?.[3]).toMatchObject({ from: '10.2.0.0/16', oif: 'veth1', action: 'prohibit', selectors: ['not'] })
  })

  test('has neighbours and FDB entries', () => {
    expect(findNamespace(state, 'ns1')?.neighbours).toEqual([
      {
        family: 'inet',
        address: '192.168.1.102',
        link: 'veth1',
        mac: findLink(state, 'ns2.veth2')?.mac,
        state: 'REACHABLE',
      },
    ])
    const learnt = findNamespace(state, 'root')?.fdb.filter((entry) => entry.master === 'br0' && entry.state === '')
    expect(learnt).toEqual([
      { mac: findLink(state, 'ns1.veth3')?.mac, link: 'veth33', master: 'br0', vlan: null, state: '', flags: [] },
    ])
  })

  test('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })
})

test('without -d the same links and routes come out, but for what only -d tells', () => {
  const plain = parseLinks(fixture('ip/6.1/ns1-addr-nod.txt'), 'ns1')
  expect(plain.map(({ name, up, addresses }) => [name, up, addresses.length])).toEqual([
    ['lo', true, 2],
    ['veth1', true, 3],
    ['veth3', true, 1],
  ])
  const routes = parseRoutes(fixture('ip/6.1/ns1-route4-nod.txt'), 'inet')
  expect(routes.find(({ destination }) => destination === '10.9.0.0/16')?.type).toBe('blackhole')
  expect(routes.find(({ destination }) => destination === 'default')?.type).toBe('unicast')
})

test('links without addresses come out of `ip link`', () => {
  const links = parseLinks(fixture('ip/6.1/root-link.txt'), 'root')
  expect(links.map(({ name }) => name)).toContain('veth33')
  expect(links.flatMap(({ addresses }) => addresses)).toEqual([])
})

describe('older forms', () => {
  test('no output at all is an empty list', () => {
    expect(parseLinks('', 'ns1')).toEqual([])
    expect(parseRoutes('\n', 'inet')).toEqual([])
    expect(parseRules('', 'inet6')).toEqual([])
    expect(parseNeighbours('')).toEqual([])
    expect(parseFdb('')).toEqual([])
    expect(parseNamespaceIds('')).toEqual(new Map())
  })

  test('empty objects, which stand for what a filter left out, are skipped', () => {
    expect(parseLinks('[{},{"ifindex":1,"ifname":"lo","flags":["UP"],"link_type":"loopback"}]', 'ns1')).toHaveLength(1)
  })

  test('flags as text, switches as on and off, a peer without a name', () => {
    const output = JSON.stringify([
      {
        ifindex: 4,
        link: 'if3',
        ifname: 'veth1',
        flags: '<BROADCAST,UP,LOWER_UP>',
        link_type: 'ether',
        address: '02:00:00:00:00:01',
        linkinfo: {
          info_kind: 'veth',
          info_slave_kind: 'bridge',
          info_slave_data: { state: 'blocking', learning: 'on', flood: 'off', guard: 0, isolated: 1 },
        },
      },
    ])
    expect(parseLinks(output, 'root')).toMatchObject([
      {
        up: true,
        carrier: true,
        operState: 'UNKNOWN',
        peerIndex: 3,
        port: { state: 'blocking', learning: true, flooding: false, guard: false, isolated: true },
      },
    ])
  })

  test('an FDB entry that names its link `dev`, a table number, an IPv6 gateway of an IPv4 route', () => {
    expect(parseFdb('[{"mac":"02:00:00:00:00:01","dev":"veth1","vlan":7}]')).toEqual([
      { mac: '02:00:00:00:00:01', link: 'veth1', master: null, vlan: 7, state: '', flags: [] },
    ])
    expect(parseRules('[{"priority":5,"src":"all","table":100,"dport":80}]', 'inet')).toMatchObject([
      { table: '100', selectors: ['dport 80'] },
    ])
    const via = '[{"dst":"10.0.0.0/8","via":{"family":"inet6","host":"fe80::1"},"dev":"veth1","flags":["onlink"]}]'
    expect(parseRoutes(via, 'inet')).toMatchObject([{ via: 'fe80::1', flags: ['onlink'] }])
  })

  test('flags of an address', () => {
    const info = { family: 'inet6', local: 'fe80::1', prefixlen: 64, scope: 'link', dadfailed: true, tentative: true }
    const output = JSON.stringify([{ ifindex: 2, ifname: 'a', flags: [], link_type: 'ether', addr_info: [info] }])
    expect(parseLinks(output, 'ns1')[0]?.addresses).toEqual([
      { family: 'inet6', address: 'fe80::1', prefixLength: 64, scope: 'link', flags: ['dadfailed', 'tentative'] },
    ])
  })
})

describe('unreadable output', () => {
  test('names the command and the reason', () => {
    expect(() => parseLinks('Object "adr" is unknown, try "ip help".', 'ns1', 'ip -j -d addr show')).toThrow(
      'cannot read the output of "ip -j -d addr show": not JSON: "Object \\"adr\\" is unknown, try \\"ip help\\"."',
    )
    expect(() => parseLinks('{"a":1}', 'ns1')).toThrow('not a list')
    expect(() => parseLinks('[7]', 'ns1')).toThrow('entry 1 is not an object')
    expect(() => parseLinks('[{"ifname":"lo"}]', 'ns1')).toThrow('entry 1: "ifindex" is not a number')
    expect(() => parseNeighbours('[{"dst":"10.0.0.1"}]')).toThrow('entry 1: "dev" is missing')
  })

  const parsers: [string, string, (output: string) => unknown][] = [
    ['links', 'ip/6.1/root-addr.txt', (output) => parseLinks(output, 'root')],
    ['routes', 'ip/6.1/ns1-route4.txt', (output) => parseRoutes(output, 'inet')],
    ['rules', 'ip/6.1/ns1-rule4.txt', (output) => parseRules(output, 'inet')],
    ['neighbours', 'ip/6.1/ns1-neigh.txt', (output) => parseNeighbours(output)],
    ['fdb', 'ip/6.1/root-fdb.txt', (output) => parseFdb(output)],
    ['namespace ids', 'ip/6.1/root-nsid.txt', (output) => parseNamespaceIds(output)],
  ]

  test.each(parsers)('of %s throws nothing else, however it is mutated', (_, path, parse) => {
    const text = fixture(path)
    const isNamedError = (output: string) => {
      try {
        parse(output)
        return true
      } catch (error) {
        return error instanceof UnreadableOutputError && error.reason !== ''
      }
    }
    const place = fc.nat({ max: text.length })
    fc.assert(
      fc.property(place, place, fc.string({ maxLength: 8 }), (from, length, insert) =>
        isNamedError(text.slice(0, from) + insert + text.slice(from + (length % 40))),
      ),
    )
    // Well-formed JSON of the wrong shape.
    fc.assert(fc.property(fc.json(), isNamedError))
    const record = fc.dictionary(
      fc.constantFrom(
        'ifname',
        'ifindex',
        'flags',
        'dst',
        'dev',
        'mac',
        'nsid',
        'linkinfo',
        'addr_info',
        'priority',
        'state',
        'nexthops',
        'via',
      ),
      fc.jsonValue(),
    )
    fc.assert(fc.property(fc.array(record), (records) => isNamedError(JSON.stringify(records))))
  })
})
