import fc from 'fast-check'
import type { Feature } from '../../../src/engine/index.js'
import type { NamespaceTopology, Topology } from '../../../src/network/index.js'

interface Space extends NamespaceTopology {
  links: Record<string, object>
  routes: { destination: string; via: string }[]
}

/** In the long form and by full names, as toTopology writes them. */
export interface LongTopology extends Topology {
  namespaces: Record<string, Space>
}

/** The extra kinds of links; those that a machine can make are drawn. */
const KINDS = ['vxlan', 'macvlan', 'vlan', 'dummy', 'tun'] as const

/** Random topologies of everything that one can say, as far as this machine can make it. */
export function randomTopologies(can: ReadonlySet<Feature>): fc.Arbitrary<LongTopology> {
  const index = fc.nat(9)
  return fc
    .record({
      names: fc.constantFrom<string[]>(
        ['ns0'],
        ['ns0', 'ns1', 'ns2'],
        ['ns0', 'node1/root'],
        ['ns0', 'root', 'node1/root', 'node1/pod'],
        ['node1/root', 'node2/root', 'node2/pod'],
      ),
      pairs: fc.array(
        fc.record({
          from: index,
          to: index,
          mtu: fc.constantFrom(1500, 1500, 1400, 9000),
          isUp: fc.constantFrom(true, true, true, false),
          six: fc.boolean(),
          rate: fc.constantFrom(undefined, undefined, 10, 250),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      extras: fc.array(
        fc.record({
          kind: fc.constantFrom(...KINDS.filter((kind) => can.has(kind))),
          over: index,
          at: index,
          isBeside: fc.boolean(),
          mode: fc.constantFrom('bridge', 'private', 'vepa'),
          tap: fc.boolean(),
          learning: fc.constantFrom(undefined, false),
          isGroup: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
      bridge: fc.record({
        at: index,
        ports: fc.array(fc.record({ at: index, isolated: fc.boolean(), cost: fc.constantFrom(undefined, 7) }), {
          maxLength: 3,
        }),
        stp: fc.boolean(),
        ageingSeconds: fc.constantFrom(undefined, 20),
        vlanFiltering: can.has('vlan-filtering') ? fc.constantFrom(undefined, true) : fc.constant(undefined),
        mtu: fc.constantFrom(undefined, 1400),
      }),
      settings: fc.array(fc.record({ at: index, sysctl: index, nft: fc.boolean(), service: fc.boolean() }), {
        maxLength: 2,
      }),
      rules: fc.array(fc.record({ at: index, six: fc.boolean() }), { maxLength: 2 }),
    })
    .map(({ names, pairs, extras, bridge, settings, rules }): LongTopology => {
      const spaces: Record<string, Space> = Object.fromEntries(names.map((name) => [name, { links: {}, routes: [] }]))
      const nameAt = (number: number): string => names[number % names.length] as string
      const at = (number: number): Space => spaces[nameAt(number)] as Space
      const ups: { name: string; link: string; far: string }[] = []
      const links = pairs.map(({ from, to, mtu, isUp, six, rate }, pair) => {
        const ends = [
          { space: from, link: `a${pair}`, host: 1 },
          { space: to, link: `b${pair}`, host: 2 },
        ]
        for (const { space, link, host } of ends) {
          at(space).links[link] = {
            addresses: [`10.0.${pair}.${host}/24`, ...(six && isUp ? [`fd00:${pair}::${host}/64`] : [])],
            mtu,
            ...(!isUp && { up: false }),
            ...(rate !== undefined && can.has('tbf') && { rateMbit: rate }),
          }
          if (isUp) ups.push({ name: nameAt(space), link, far: `10.0.${pair}.${3 - host}` })
        }
        if (isUp) at(from).routes.push({ destination: `10.9.${pair}.0/24`, via: `10.0.${pair}.2` })
        return ends.map(({ space, link }) => `${nameAt(space)}.${link}`) as [string, string]
      })
      extras.forEach((extra, number) => {
        const below = ups[extra.over % Math.max(1, ups.length)]
        const isAlone = below === undefined || extra.kind === 'dummy' || extra.kind === 'tun'
        const name = isAlone || !extra.isBeside ? nameAt(extra.at) : below.name
        const over = below === undefined ? '' : name === below.name ? below.link : `${below.name}.${below.link}`
        const kind = isAlone
          ? can.has('tun')
            ? { type: 'tun', mode: extra.tap ? 'tap' : 'tun' }
            : undefined
          : extra.kind === 'vxlan'
            ? {
                type: 'vxlan',
                id: 10 + number,
                over,
                ...(extra.isGroup ? { group: '239.0.0.1' } : { remote: below.far, port: 4789 }),
                ...(extra.learning === false && { learning: false }),
              }
            : extra.kind === 'macvlan'
              ? { type: 'macvlan', over, mode: extra.mode }
              : { type: 'vlan', over, id: 10 + number }
        if (kind !== undefined) {
          ;(spaces[name] as Space).links[`x${number}`] = { kind, addresses: `10.4.${number}.1/24` }
        }
      })
      const bridgeAt = nameAt(bridge.at)
      const ports = bridge.ports.map(({ at: where, isolated, cost }, port) => {
        const name = nameAt(where)
        // One beside the bridge has its other end elsewhere, as a topology would have to say: here it is left out.
        if (name === bridgeAt) return []
        at(where).links[`p${port}`] = {
          addresses: `10.1.0.${port + 1}/24`,
          port: { isolated, ...(cost !== undefined && { cost }) },
        }
        return [`${name}.p${port}`]
      })
      for (const { at: where, sysctl, nft, service } of settings) {
        const space = at(where)
        const [key, value] = SYSCTLS[sysctl % SYSCTLS.length] as [string, string | number]
        space.sysctls = { [key]: value }
        if (nft && can.has('nftables')) space.nftables = NAT
        if (service) space.services = ['exec sleep 7654', 'sleep 8765 & wait']
      }
      rules.forEach(({ at: where, six }, number) => {
        const rule = six
          ? { family: 'inet6' as const, priority: 100 + number, from: `fd00:${number}::/64`, table: '100' }
          : { priority: 100 + number, from: `10.${number}.0.0/16`, to: '10.9.0.0/16', table: 'main' }
        at(where).rules = [rule]
      })
      const nodes = [...new Set(names.filter((name) => name.includes('/')).map((name) => name.split('/')[0] as string))]
      const { stp, ageingSeconds, vlanFiltering, mtu } = bridge
      return {
        ...(nodes.length > 0 && { nodes }),
        namespaces: spaces,
        bridges: {
          [`${bridgeAt}.br0`]: {
            ports: ports.flat(),
            stp,
            ...(ageingSeconds !== undefined && { ageingSeconds }),
            ...(vlanFiltering !== undefined && { vlanFiltering }),
            ...(mtu !== undefined && { mtu }),
          },
        },
        links,
      }
    })
}

const SYSCTLS: readonly (readonly [string, string | number])[] = [
  ['net.ipv4.ip_forward', 1],
  ['net.ipv4.conf.all.rp_filter', 2],
  ['net/ipv6/conf/all/forwarding', 1],
  ['net.ipv4.tcp_rmem', '4096 100000 6000000'],
]

const NAT = `table ip nat {
  chain post {
    type nat hook postrouting priority srcnat
    oifname a0 counter masquerade
  }
}`
