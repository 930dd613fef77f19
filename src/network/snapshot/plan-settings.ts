import type { Operation } from '../topology/operation.js'
import type { LinkDetail, RouteLine } from '../snapshot.js'
import type { Link } from '../state.js'
import { routeSteps } from './bridged-route.js'
import { firewallSteps } from './firewall-steps.js'
import { linkSteps } from './link-steps.js'
import type { SpacePlan } from './space-plan.js'
import { filteredLinks, queueSteps } from './queue-steps.js'
import { isByNexthop, isPlain as isPlainRoute } from './route-lines.js'
import { newServices } from './services.js'
import { step, type LocalStep } from './step.js'
import { planSysctls } from './sysctls.js'
import { detailSteps } from './table-steps.js'
import { vlanSteps } from './vlan-steps.js'

/**
 * What of a namespace a state does not tell. The wanted namespace is told what goes with requests (sysctls), and relieved of
 * what a request does not say whole: addresses with a peer, routes with several ways.
 */
export function planSettings(plan: SpacePlan): {
  steps: LocalStep[]
  last: Operation[]
  settled: LocalStep[]
  missing: string[]
} {
  const { space, details, former, isNew } = plan
  for (const [path, value] of planSysctls(former.sysctls, details, isNew)) space.sysctls[`net/${path}`] = value
  const { last, settled } = planAddressing(plan)
  const there = (name: string) => (isNew(name) ? undefined : former.links.find((link) => link.name === name))
  makeBridges(plan)
  const isThere = (link: string) => space.links.has(link)
  const kept = {
    ...details,
    links: details.links.filter(({ name }) => isThere(name)),
    vlans: details.vlans.filter(({ link }) => isThere(link)),
    queues: details.queues.filter((line) => isThere(/ dev (\S+)/.exec(line)?.[1] ?? '')),
  }
  return {
    steps: [
      ...linkSteps(plan.state, kept, there),
      ...wordedAddresses(plan),
      ...detailSteps(former, details),
      ...vlanSteps(former.vlans, kept.vlans, isNew),
      ...queueSteps(former.queues, kept.queues, isNew),
      ...firewallSteps(former, details),
    ],
    last,
    settled,
    missing: [
      ...filteredLinks(details.queues).map((link) => `filters of tc on ${link} in ${details.name}`),
      ...newServices(former, details),
    ],
  }
}

/**
 * IPv6 addresses are tested for duplicates for a second or two before they can be used; those that were in use are not
 * tested again. A link without a link-local address, which somebody took away, gets none.
 */
function planAddressing({ space, state, details, isNew }: SpacePlan): {
  last: Operation[]
  settled: LocalStep[]
} {
  const last: Operation[] = []
  const settled: LocalStep[] = []
  const place = { ...(space.node !== undefined && { node: space.node }), namespace: space.namespace }
  for (const link of state.links) {
    const path = `ipv6/conf/${link.name}`
    const test = details.sysctls[`${path}/accept_dad`]
    if (!space.links.has(link.name) || !isNew(link.name) || test === undefined) continue
    if (test !== '0' && link.addresses.some(isUsable)) {
      space.sysctls[`net/${path}/accept_dad`] = '0'
      last.push({ do: 'set-sysctl', ...place, key: `net/${path}/accept_dad`, value: test })
    }
    const detail = details.links.find(({ name }) => name === link.name)
    const isUsual = details.sysctls[`${path}/addr_gen_mode`] === '0' && details.sysctls[`${path}/disable_ipv6`] === '0'
    if (detail !== undefined && isUsual && hasOtherLocal(link, detail)) {
      space.sysctls[`net/${path}/addr_gen_mode`] = '1'
      settled.push(step('ip', `settings of ${link.name}`, 'link set dev', link.name, 'addrgenmode eui64'))
    }
  }
  return { last, settled }
}

function isUsable({ family, flags }: Link['addresses'][number]): boolean {
  return family === 'inet6' && !flags.includes('tentative') && !flags.includes('dadfailed')
}

/** None of the link-local addresses that it could have is the one that the kernel would give it now. */
function hasOtherLocal({ up, carrier, mac, addresses }: Link, detail: LinkDetail): boolean {
  const local = addresses.filter(({ family, scope }) => family === 'inet6' && scope === 'link')
  return (
    up &&
    carrier &&
    mac !== null &&
    local.every(({ address }) => detail.addresses.some((each) => each.startsWith(`${address}/`)))
  )
}

/**
 * A bridge that goes by the least address of its ports keeps doing so. Spanning tree begins by keeping ports shut for half a
 * minute: where they are open already it begins when they are.
 */
function makeBridges({ space, state, isNew }: SpacePlan): void {
  for (const link of space.links.values()) {
    if (link.kind.type !== 'bridge') continue
    const ports = state.links.filter(({ master }) => master === link.at.link)
    const least = ports.flatMap(({ mac }) => mac ?? []).sort()[0]
    if (least === link.mac) link.mac = undefined
    const isStarting = ports.some(({ port }) => port?.state === 'listening' || port?.state === 'learning')
    if (link.kind.stp === true && isNew(link.at.link) && !isStarting) delete link.kind.stp
  }
}

/** The kernel lists the IPv6 address that came last as the first of its scope (ipv6_link_dev_addr), and prefers it so. */
function inOrderOfArrival(listed: readonly string[]): string[] {
  const isIpv6 = (words: string): boolean => /^[^ /]*:/.test(words)
  return [...listed.filter((words) => !isIpv6(words)), ...listed.filter(isIpv6).reverse()]
}

/** Addresses and routes that have words of their own, in place of those that a request makes. */
function wordedAddresses({ space, state, details, former, isNew }: SpacePlan): LocalStep[] {
  const steps: LocalStep[] = []
  for (const { name, addresses: listed } of details.links) {
    const link = space.links.get(name)
    if (link === undefined) continue
    const there = isNew(name) ? [] : (former.links.find((each) => each.name === name)?.addresses ?? [])
    const addresses = inOrderOfArrival(listed.filter((words) => !there.includes(words)))
    const isPlain = addresses.every((words) => /^[\d.a-f:]+\/\d+$/.test(words))
    if (isNew(name)) link.addresses = isPlain ? addresses.map((text) => ({ text, place: link.place })) : []
    if (isPlain) continue
    // One that is there with other words goes first.
    const own = (text: string): string => text.split(/[ /]/)[0] ?? ''
    link.addresses = link.addresses.filter(({ text }) => !addresses.some((words) => own(words) === own(text)))
    steps.push(...addresses.map((words) => step('ip', `address ${words}`, 'address add', words, 'dev', name)))
  }
  const own = details.routes.filter(({ words }) => !isByNexthop(words))
  const routes = own.filter(({ words }) => space.links.has(/ dev (\S+)/.exec(words)?.[1] ?? '') || !/ dev /.test(words))
  const isKept = details.links.every(({ name }) => !isNew(name))
  const isSame = isKept && textOf(former.routes.filter(({ words }) => !isByNexthop(words))) === textOf(own)
  if (steps.length === 0 && (isSame || routes.every(isPlainRoute))) return steps
  space.routes = []
  // Direct ones first: a gateway is to be reached when it is named.
  const isFar = (words: string) => / via /.test(words)
  const inOrder = [...routes].sort((one, other) => Number(isFar(one.words)) - Number(isFar(other.words)))
  return [...steps, ...inOrder.flatMap((route) => routeSteps(route, state.routes))]
}

const textOf = (routes: readonly RouteLine[]): string => routes.map(({ words }) => words).join('\n')
