import type { NamespaceSnapshot, NetworkNamespace, NetworkSnapshot } from '../../network/index.js'
import type { NetworkMap } from './map.js'
import type { ObserveRequest } from './observe.js'
import type { Walk } from './walk.js'
import { table } from './witness-rules.js'

/** Whom to watch: everybody with a link in a small network, those on the way in a large one. */
export function watched(map: NetworkMap, walk: Walk): NetworkNamespace[] {
  const passed = new Set(walk.checkpoints.map(({ namespace }) => namespace))
  const isSmall = map.namespaces.length <= 16
  return map.namespaces.filter(
    ({ name, links }) => passed.has(name) || (isSmall && links.some(({ kind }) => kind !== 'loopback')),
  )
}

/** In which namespaces what has to be looked at. */
export function where({ spaces }: NetworkSnapshot): Pick<ObserveRequest, 'traced' | 'queued' | 'leftover'> {
  const those = (test: (space: NamespaceSnapshot) => boolean): Set<string> =>
    new Set(spaces.filter(test).map(({ name }) => name))
  const isWitness = (object: Record<string, unknown>) =>
    (object['table'] as { name?: unknown } | undefined)?.name === table
  return {
    traced: those(({ nftables }) => nftables.length > 0),
    queued: those(({ qdiscs }) => qdiscs.some(({ kind }) => kind !== 'noqueue')),
    leftover: those(({ nftables }) => nftables.some(isWitness)),
  }
}

/** Whether a queue holds packets back on purpose. */
export function isDelayed({ spaces }: NetworkSnapshot): boolean {
  return spaces.some(({ qdiscs }) => qdiscs.some(({ kind }) => delays(kind)))
}

export function delays(kind: string): boolean {
  return ['netem', 'tbf', 'htb', 'hfsc', 'cake', 'cbq'].includes(kind)
}

export function tunnelPorts({ spaces }: NetworkSnapshot): number[] {
  const ports = spaces.flatMap(({ links }) => links.map(({ data }) => ('id' in data ? data['port'] : undefined)))
  return [...new Set(ports.filter((port): port is number => typeof port === 'number'))]
}
