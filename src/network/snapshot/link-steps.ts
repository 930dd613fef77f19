import type { LinkDetail, NamespaceSnapshot } from '../snapshot.js'
import type { Link, NetworkNamespace } from '../state.js'
import { bornBridge, bornPort, bornVxlan, settingWords } from './link-words.js'
import { step, type LocalStep } from './step.js'

/** Flags that somebody sets, with the word that sets them. Of other kinds than these the kernel has its own ways. */
const flagWords: readonly [flag: string, word: string, isOn: boolean][] = [
  ['NOARP', 'arp', false],
  ['PROMISC', 'promisc', true],
  ['ALLMULTI', 'allmulticast', true],
  ['MULTICAST', 'multicast', true],
  ['PROTODOWN', 'protodown', true],
]
const flagKinds = ['veth', 'bridge', 'vxlan', 'macvlan', 'vlan']

/** By number: <linux/if_bridge.h>. */
const PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking']

const USUAL_QUEUE = 1000
const LOOPBACK_MTU = 65536

/** One link, as it is (undefined: as it was born) and as it is wanted. */
interface Wanted {
  link: Link
  detail: LinkDetail
  now: LinkDetail | undefined
}

/** What of links neither a state nor a request of ours says: flags, queue length, a bridge's and a port's settings. */
export function linkSteps(
  state: NetworkNamespace,
  { links }: NamespaceSnapshot,
  there: (link: string) => LinkDetail | undefined,
): LocalStep[] {
  return links.flatMap((detail) => {
    const link = state.links.find(({ name }) => name === detail.name)
    if (link === undefined) return []
    // Spanning tree moves its ports itself.
    const isFree = !state.links.some((each) => each.kind === 'bridge' && each.stp && each.name === link.master)
    const now = there(detail.name)
    return [...stepsOf({ link, detail, now }), ...(isFree ? portState(link, now) : [])]
  })
}

function stepsOf({ link, detail, now }: Wanted): LocalStep[] {
  const { name } = link
  const set = [...flags(link, detail, now), ...lengths(link, detail, now)]
  const about = `settings of ${name}`
  const type = link.kind === 'other' ? link.type : link.kind
  const born = type === 'bridge' ? bornBridge : type === 'vxlan' ? bornVxlan : {}
  const own = settingWords(now?.data ?? born, detail.data, born)
  const port = link.port === undefined ? [] : settingWords(now?.port ?? bornPort, detail.port, bornPort)
  return [
    ...(set.length === 0 ? [] : [step('ip', about, 'link set dev', name, ...set)]),
    ...(own.length === 0 ? [] : [step('ip', about, 'link set dev', name, 'type', type, ...own)]),
    ...(port.length === 0 ? [] : [step('ip', about, 'link set dev', name, 'type bridge_slave', ...port)]),
  ]
}

/** A state that somebody chose: without STP a port forwards as soon as its link is up. */
function portState({ port, name, carrier, up }: Link, now: LinkDetail | undefined): LocalStep[] {
  if (port === undefined || !up || !carrier) return []
  if (port.state === (now?.port['state'] ?? 'forwarding')) return []
  return [step('bridge', `state of the port ${name}`, `link set dev ${name} state ${PORT_STATES.indexOf(port.state)}`)]
}

function flags({ kind, ...link }: Link, detail: LinkDetail, now: LinkDetail | undefined): string[] {
  if (!flagKinds.includes(kind === 'other' ? (link as { type: string }).type : kind)) return []
  const former = now?.flags ?? ['MULTICAST']
  return flagWords.flatMap(([flag, word, isOn]) => {
    const isSet = detail.flags.includes(flag)
    return isSet === former.includes(flag) ? [] : [word, isSet === isOn ? 'on' : 'off']
  })
}

function lengths({ kind, mtu }: Link, detail: LinkDetail, now: LinkDetail | undefined): string[] {
  const usual = now === undefined ? USUAL_QUEUE : now.queueLength
  const isLong = detail.queueLength !== null && detail.queueLength !== usual && kind !== 'other'
  return [
    ...(isLong ? ['txqueuelen', String(detail.queueLength)] : []),
    ...(kind === 'loopback' && mtu !== LOOPBACK_MTU ? ['mtu', String(mtu)] : []),
    ...(detail.alias === (now?.alias ?? null) ? [] : ['alias', quoted(detail.alias ?? '')]),
  ]
}

/** As `ip -batch` splits words. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n]/g, ' ')}"`
}
