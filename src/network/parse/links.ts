import type { Address, BridgePort, Link, OperState } from '../state.js'
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
  }
  const kind = info.text('info_kind')
  const data = info.record('info_data')
  if (kind === 'veth') return { ...base, kind: 'veth', ...peerOfVeth(record, indexes) }
  if (kind === 'bridge') {
    return {
      ...base,
      kind: 'bridge',
      stp: (data.number('stp_state') ?? 0) !== 0,
      vlanFiltering: data.isOn('vlan_filtering'),
    }
  }
  if (kind === null && linkType === 'loopback') return { ...base, kind: 'loopback' }
  return { ...base, kind: 'other', type: kind ?? linkType }
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
  return {
    state: (portStates.includes(state) ? state : 'disabled') as BridgePort['state'],
    learning: record.isOn('learning'),
    flooding: record.isOn('flood'),
    isolated: record.isOn('isolated'),
    guard: record.isOn('guard'),
  }
}
