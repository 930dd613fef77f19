import { isChosenQdisc, USUAL_AGEING_SECONDS } from '../link-settings.js'
import type { Address, BridgePort, Link, LinkKind, OperState, OtherLink } from '../state.js'
import { parseJsonList, type JsonRecord } from './json.js'

const operStates: readonly string[] = ['UNKNOWN', 'NOTPRESENT', 'DOWN', 'LOWERLAYERDOWN', 'TESTING', 'DORMANT', 'UP']
const portStates: readonly string[] = ['disabled', 'listening', 'learning', 'forwarding', 'blocking']

/**
 * Reads `ip -j -d addr show` (or `link show`, which has no addresses) of one namespace.
 * Source of the format: iproute2's ip/ipaddress.c, print_linkinfo and print_addrinfo.
 * @throws UnreadableOutputError
 */
export function parseLinks(output: string, namespace: string, command = 'ip -j -d addr show'): Link[] {
  const records = parseJsonList(command, output)
  const indexes = new Map(records.map((record) => [record.text('ifname'), record.number('ifindex')]))
  return records.map((record) => toLink(record, namespace, indexes))
}

function toLink(record: JsonRecord, namespace: string, indexes: ReadonlyMap<string | null, number | null>): Link {
  const flags = record.words('flags')
  const info = record.record('linkinfo')
  const linkType = record.text('link_type') ?? ''
  const operState = record.text('operstate') ?? 'UNKNOWN'
  const qdisc = record.text('qdisc')
  const base = {
    name: record.requiredText('ifname'),
    index: record.requiredNumber('ifindex'),
    namespace,
    up: flags.includes('UP'),
    carrier: flags.includes('LOWER_UP'),
    operState: (operStates.includes(operState) ? operState : 'UNKNOWN') as OperState,
    mtu: record.number('mtu') ?? 0,
    mac: linkType === 'ether' ? record.text('address') : null,
    master: record.text('master'),
    addresses: record.records('addr_info').map(toAddress),
    ...(info.text('info_slave_kind') === 'bridge' ? { port: toPort(info.record('info_slave_data')) } : {}),
    ...(isChosenQdisc(qdisc) ? { qdisc } : {}),
  }
  const kind = info.text('info_kind')
  const data = info.record('info_data')
  if (kind === 'veth') return { ...base, kind: 'veth', ...peerOfVeth(record, indexes) }
  if (kind === 'bridge') {
    // Hundredths of a second.
    const ageingSeconds = (data.number('ageing_time') ?? USUAL_AGEING_SECONDS * 100) / 100
    return {
      ...base,
      kind: 'bridge',
      stp: (data.number('stp_state') ?? 0) !== 0,
      vlanFiltering: data.isOn('vlan_filtering'),
      ...(ageingSeconds === USUAL_AGEING_SECONDS ? {} : { ageingSeconds }),
    }
  }
  if (kind === null && linkType === 'loopback') return { ...base, kind: 'loopback' }
  return {
    ...base,
    kind: 'other',
    type: kind ?? linkType,
    ...madeOf(kind, data),
    ...overOf(kind, record, data, indexes),
  }
}

/** Format: iproute2's ip/iplink_vxlan.c, iplink_macvlan.c, iplink_vlan.c, and tuntap's in ip/ipaddress.c. */
function madeOf(kind: string | null, data: JsonRecord): Pick<OtherLink, 'made'> {
  const made = toKind(kind, data)
  return made === null ? {} : { made }
}

function toKind(kind: string | null, data: JsonRecord): LinkKind | null {
  switch (kind) {
    case 'vxlan': {
      // It takes each packet's tunnel from elsewhere.
      if (data.isOn('external')) return null
      const text = (key: 'local' | 'remote' | 'group') => {
        const value = data.text(key) ?? data.text(`${key}6`)
        return value === null ? {} : { [key]: value }
      }
      const port = data.number('port')
      return {
        type: kind,
        id: data.requiredNumber('id'),
        ...(port === null ? {} : { port }),
        ...text('local'),
        ...text('remote'),
        ...text('group'),
        learning: data.isOn('learning'),
      }
    }
    case 'macvlan': {
      const mode = data.text('mode')
      return mode === 'bridge' || mode === 'private' || mode === 'vepa' || mode === 'passthru'
        ? { type: kind, mode }
        : null
    }
    case 'vlan':
      return { type: kind, id: data.requiredNumber('id') }
    case 'dummy':
      return { type: kind }
    case 'tun':
      return { type: kind, mode: data.text('type') === 'tap' ? 'tap' : 'tun' }
    default:
      return null
  }
}

/** The link below is printed by name beside this one, by index elsewhere; a VXLAN's among its own settings. */
function overOf(
  kind: string | null,
  record: JsonRecord,
  data: JsonRecord,
  indexes: ReadonlyMap<string | null, number | null>,
): Pick<OtherLink, 'overIndex' | 'overNamespaceId'> {
  const own = data.text('link')
  const name = own ?? record.text('link')
  const unnamed = /^if(\d+)$/.exec(name ?? '')?.[1]
  const overNamespaceId = record.number('link_netnsid')
  // A VXLAN's is named as the link of that index here, wherever it is; made elsewhere, `link_index` is its own number there.
  const named = indexes.get(name) ?? (unnamed === undefined ? null : Number(unnamed))
  const overIndex = own !== null || kind === 'vxlan' ? named : (record.number('link_index') ?? named)
  return {
    ...(overIndex === null ? {} : { overIndex }),
    ...(overNamespaceId === null ? {} : { overNamespaceId }),
  }
}

/** A peer in the same namespace is printed by name (or as `if7` where the name is unknown), one elsewhere by index. */
function peerOfVeth(record: JsonRecord, indexes: ReadonlyMap<string | null, number | null>) {
  const name = record.text('link')
  const unnamed = /^if(\d+)$/.exec(name ?? '')?.[1]
  const peerIndex = record.number('link_index') ?? indexes.get(name) ?? (unnamed === undefined ? null : Number(unnamed))
  return { peerIndex, peerNamespaceId: record.number('link_netnsid') }
}

function toAddress(record: JsonRecord): Address {
  const address = record.requiredText('local')
  return {
    family: address.includes(':') ? 'inet6' : 'inet',
    address,
    prefixLength: record.number('prefixlen') ?? (address.includes(':') ? 128 : 32),
    scope: record.text('scope') ?? 'global',
    // Each flag is a field of its own whose value is true.
    flags: Object.keys(record.fields).filter((key) => record.fields[key] === true),
  }
}

function toPort(record: JsonRecord): BridgePort {
  const state = record.text('state') ?? ''
  const cost = record.number('cost')
  return {
    state: (portStates.includes(state) ? state : 'disabled') as BridgePort['state'],
    learning: record.isOn('learning'),
    flooding: record.isOn('flood'),
    isolated: record.isOn('isolated'),
    guard: record.isOn('guard'),
    ...(cost === null ? {} : { cost }),
  }
}
