import { FIRST_NODE } from '../assemble.js'
import { findNamespace } from '../relations.js'
import type { NetworkNamespace, NetworkState, Route } from '../state.js'
import { step, type LocalStep, type Step } from './step.js'
import { kernelRuleSteps } from './table-steps.js'

/** What the kernel made by itself while a network was rebuilt, and somebody had taken away: its routes, rules and lo's address. */
export function planCorrections(got: NetworkState, wanted: NetworkState): Step[] {
  return wanted.namespaces.flatMap((space) => {
    const now = findNamespace(got, space.name, space.node)
    if (now === undefined) return []
    const local = [...kernelRuleSteps(now, space), ...surplusRoutes(now, space), ...surplusAddresses(now, space)]
    return local.map((each): Step => ({ ...each, node: space.node || FIRST_NODE, namespace: space.name }))
  })
}

function surplusRoutes(now: NetworkNamespace, wanted: NetworkNamespace): LocalStep[] {
  const key = ({ family, table, type, destination, link, via }: Route) =>
    [family, table, type, destination, link, via].join(' ')
  const meant = new Set(wanted.routes.map(key))
  return now.routes
    .filter(({ family, table, protocol, type }) => {
      const isConnected = table === 'main' && type === 'unicast'
      return protocol === 'kernel' && (isConnected || (table === 'local' && family === 'inet'))
    })
    .filter((route) => !meant.has(key(route)))
    .map(({ family, table, type, destination, link }) => ({
      ...step(
        family === 'inet6' ? 'ip -6' : 'ip',
        `route ${destination}`,
        ...['route del', type, destination, ...(link === null ? [] : ['dev', link]), 'table', table],
      ),
      isOptional: true as const,
    }))
}

function surplusAddresses(now: NetworkNamespace, wanted: NetworkNamespace): LocalStep[] {
  const lo = ({ links }: NetworkNamespace) => links.find(({ kind }) => kind === 'loopback')?.addresses ?? []
  return lo(now)
    .filter(({ address }) => !lo(wanted).some((each) => each.address === address))
    .map(({ address, prefixLength }) => ({
      ...step('ip', `address ${address}`, `address del ${address}/${prefixLength} dev lo`),
      isOptional: true as const,
    }))
}
