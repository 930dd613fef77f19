import { FIRST_NODE, fullName, type Link, type NetworkNamespace, type NetworkState } from '../../../network/index.js'

/** What a word at some place of a command may be a name of. */
export type Meaning =
  'namespace' | 'link' | 'master' | 'vrf' | 'mac' | 'address' | 'own-address' | 'destination' | 'prefix'

/** The types are shown beside the matches. */
export interface Match {
  text: string
  type: string
}

/** The network as the kernel has it now, seen from where a command runs. */
export interface View {
  state: NetworkState
  /** The machine. */
  node: string
  /** `'root'`, a name, or null for a namespace without one. */
  namespace: string | null
}

export function wordsOf(meaning: Meaning, view: View): Match[] {
  const { state, node, namespace } = view
  const beside = state.namespaces.filter((space) => space.node === node)
  const own = beside.find(({ name }) => name === namespace)
  const links = own?.links ?? []
  switch (meaning) {
    case 'namespace':
      return typed(
        'namespace',
        beside.map(({ name }) => name).filter((name) => name !== 'root'),
      )
    case 'link':
      return typed(
        'link',
        links.map(({ name }) => name),
      )
    case 'master':
      return typed(
        'link',
        links.filter(hasPorts).map(({ name }) => name),
      )
    case 'vrf':
      return typed('link', links.filter((link) => link.kind === 'other' && link.type === 'vrf').map(({ name }) => name)) // prettier-ignore
    case 'mac':
      return typed(
        'mac',
        beside.flatMap(({ links }) => links.flatMap(({ mac }) => realMac(mac))),
      )
    case 'address':
      return addressesOf(state)
    case 'own-address':
      return typed('address', links.flatMap(prefixedAddresses))
    case 'destination':
      return typed(
        'address',
        (own?.routes ?? []).filter(isWritten).map(({ destination }) => destination),
      )
    case 'prefix':
      return typed('address', ['default', ...state.namespaces.flatMap(({ routes }) => routes.filter(isWritten).map(({ destination }) => destination))]) // prettier-ignore
  }
}

/** Each once, in their order. */
export function typed(type: string, texts: readonly string[]): Match[] {
  return [...new Set(texts)].map((text) => ({ text, type }))
}

/** Every address that somebody has given, those of loopbacks and of the link alone last. */
export function addressesOf(state: NetworkState): Match[] {
  const all = state.namespaces.flatMap(({ links }) => links.flatMap(({ addresses }) => addresses))
  const isNear = ({ scope }: { scope: string }): boolean => scope === 'link' || scope === 'host'
  const sorted = [...all.filter((one) => !isNear(one)), ...all.filter(isNear)]
  return typed(
    'address',
    sorted.map(({ address }) => address),
  )
}

/** Namespaces by the names that the lab's own methods take: `root`, `ns1`, `node1`, `node1/ns1`; seen from one node. */
export function placeNames(state: NetworkState, node = FIRST_NODE): Match[] {
  return state.namespaces.map((space) => ({
    text: nameFrom(space, node),
    type: space.node !== FIRST_NODE && space.name === 'root' ? 'node' : 'namespace',
  }))
}

/** `ns1.veth1`, `node1.eth0`. */
export function endpointNames(state: NetworkState): Match[] {
  return state.namespaces.flatMap((space) =>
    space.links
      .filter(({ kind }) => kind !== 'loopback')
      .map(({ name }) => ({ text: `${nameFrom(space)}.${name}`, type: 'link' })),
  )
}

function nameFrom(space: NetworkNamespace, node = FIRST_NODE): string {
  if (space.node === node) return space.name
  const full = space.node === FIRST_NODE ? `${FIRST_NODE}/${space.name}` : fullName(space)
  // `node1` for `node1/root`.
  return full.replace(/\/root$/, '')
}

function hasPorts(link: Link): boolean {
  return link.kind === 'bridge' || (link.kind === 'other' && ['bond', 'team', 'vrf', 'openvswitch'].includes(link.type))
}

function realMac(mac: string | null): string[] {
  return mac === null || mac === '00:00:00:00:00:00' ? [] : [mac]
}

function prefixedAddresses({ addresses }: Link): string[] {
  return addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`)
}

/** What `ip route` lists: not the kernel's own table of local addresses. */
function isWritten({ table, destination }: { table: string; destination: string }): boolean {
  return table !== 'local' && !destination.startsWith('fe80:') && !destination.startsWith('ff00:')
}
