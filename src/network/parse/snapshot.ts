import type { Listener, NamespaceSnapshot } from '../snapshot.js'
import { addressWords } from '../snapshot/address-words.js'
import { parseNexthops } from '../snapshot/nexthop-lines.js'
import { parseProxy, readRouteLine } from '../snapshot/route-lines.js'
import { parseJsonList } from './json.js'

/**
 * Reads what tools/snapshot-script.ts prints of one namespace, section by section.
 * Sources of the formats: iproute2's ip/ipaddress.c, tc/tc_qdisc.c, bridge/vlan.c, bridge/fdb.c, misc/ss.c; libnftables-json(5).
 * @throws UnreadableOutputError
 */
export function parseSnapshotSpace(
  node: string,
  name: string,
  sections: ReadonlyMap<string, string>,
): NamespaceSnapshot {
  const text = (section: string) => sections.get(section) ?? ''
  const lines = (section: string) =>
    text(section)
      .split('\n')
      .filter((line) => line.trim() !== '')
  const list = (section: string, command: string) => parseJsonList(command, text(section))
  const links = list('links', 'ip -j -d addr show')
  const indexes = new Map(links.map((record) => [record.text('ifname'), record.number('ifindex')]))
  return {
    node,
    name,
    links: links.map((record) => ({
      name: record.requiredText('ifname'),
      flags: [...record.words('flags'), ...(record.fields['proto_down'] === true ? ['PROTODOWN'] : [])],
      addresses: record.records('addr_info').flatMap((address) => addressWords(address.fields, record.text('address'))),
      queueLength: record.number('txqlen'),
      alias: record.text('ifalias'),
      data: record.record('linkinfo').record('info_data').fields,
      port: record.record('linkinfo').record('info_slave_data').fields,
      overIndex: record.number('link_index') ?? indexes.get(record.text('link')) ?? null,
      overNamespaceId: record.number('link_netnsid'),
    })),
    routes: lines('routes').flatMap(readRouteLine),
    nexthops: parseNexthops(lines('routes'), lines('nexthops6')),
    proxies: lines('routes').flatMap(parseProxy),
    sysctls: parseSysctls(text('sysctls')),
    qdiscs: list('qdiscs', 'tc -j -s qdisc show').map((record) => ({
      link: record.text('dev') ?? '',
      kind: record.text('kind') ?? '',
      drops: record.number('drops') ?? 0,
    })),
    queues: lines('queues'),
    vlans: list('vlans', 'bridge -j vlan show').map((record) => ({
      link: record.requiredText('ifname'),
      vlans: record.records('vlans').map((entry) => ({
        vlan: entry.requiredNumber('vlan'),
        vlanEnd: entry.number('vlanEnd') ?? entry.requiredNumber('vlan'),
        pvid: entry.words('flags').includes('PVID'),
        untagged: entry.words('flags').includes('Egress Untagged'),
      })),
    })),
    remotes: list('fdb', 'bridge -j fdb show').flatMap((record) => {
      const remote = record.text('dst')
      return remote === null
        ? []
        : [
            {
              ...{ link: record.requiredText('ifname'), mac: record.requiredText('mac'), remote },
              ...{ port: record.number('port'), vni: record.number('vni'), via: record.text('viaIf') },
              isPermanent: record.text('state') === 'permanent',
            },
          ]
    }),
    nftables: parseRuleset(text('nft')),
    ruleset: text('ruleset').trim(),
    ipsets: text('ipsets').trim(),
    iptables: text('iptables').trim(),
    ip6tables: text('ip6tables').trim(),
    listeners: lines('listeners').flatMap(parseListener),
  }
}

function parseSysctls(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .map((line) => /^([^:]+):(.*)$/.exec(line))
      .flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const])),
  )
}

function parseRuleset(text: string): Record<string, unknown>[] {
  if (text.trim() === '') return []
  const { nftables = [] } = JSON.parse(text) as { nftables?: Record<string, unknown>[] }
  return nftables.filter((object) => !('metainfo' in object))
}

/** `tcp   LISTEN 0      5            0.0.0.0:80        0.0.0.0:*` */
function parseListener(line: string): Listener[] {
  const [protocol, , , , local = ''] = line.trim().split(/\s+/)
  const match = /^\[?([^\]]*?)\]?(?:%[^:]*)?:(\d+)$/.exec(local)
  if ((protocol !== 'tcp' && protocol !== 'udp') || match === null) return []
  return [{ protocol, address: match[1] ?? '', port: Number(match[2]) }]
}
