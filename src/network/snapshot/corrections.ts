import { FIRST_NODE } from '../assemble.js'
import { findNamespace } from '../relations.js'
import type { NetworkNamespace, NetworkState, Route } from '../state.js'
import { step, type LocalStep, type Step } from './step.js'
import { kernelRuleSteps } from './table-steps.js'

/**
 * What the kernel made by itself while a network was rebuilt, and somebody had taken away: its routes, rules and lo's address;
 * and what it makes only once, the link-local addresses of links that were there before.
 */
export function planCorrections(before: NetworkState, got: NetworkState, wanted: NetworkState): Step[] {
  return wanted.namespaces.flatMap((space) => {
    const now = findNamespace(got, space.name, space.node)
    if (now === undefined) return []
    const former = findNamespace(before, space.name, space.node)
    const local = [
      ...(former === undefined ? [] : lostAddresses(former, now, space)),
      ...[...kernelRuleSteps(now, space), ...surplusRoutes(now, space), ...surplusAddresses(now, space)],
    ]
    return local.map((each): Step => ({ ...each, node: space.node || FIRST_NODE, namespace: space.name }))
  })
}

function lostAddresses(before: NetworkNamespace, now: NetworkNamespace, wanted: NetworkNamespace): LocalStep[] {
  return wanted.links.flatMap(({ name, index, addresses }) => {
    const link = now.links.find((each) => each.name === name && each.index === index)
    if (link?.carrier !== true || !before.links.some((each) => each.index === index && each.name === name)) return []
    return addresses
      .filter(({ family, scope, address }) => {
        const isLocal = family === 'inet6' && scope === 'link'
        return isLocal && !link.addresses.some((each) => each.address === address)
      })
      .map(({ address, prefixLength }) => ({
        ...step('ip', `address ${address}`, `address add ${address}/${prefixLength} dev ${name}`),
        isOptional: true as const,
      }))
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
