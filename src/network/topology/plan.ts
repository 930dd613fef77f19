import { FIRST_NODE } from '../assemble.js'
import { fullName } from '../full-names.js'
import type { Link, NetworkState } from '../state.js'
import { addSpaces, linksOf, overDepth, planLinks } from './plan-links.js'
import { addressKey, isConfigured, isSameRoute, newRoute } from './routes.js'
import { isOwnRule, isSameRule, newRule } from './rules.js'
import type { LinkPlace, Operation } from './operation.js'
import { isKernelMade, networkOfState } from './from-state.js'
import { linkPlace, overOf, placeKey, spaceOf } from './places.js'
import { isSameQdisc } from './shaping.js'
import { addressText, type WantedLink, type WantedNetwork, type WantedSpace } from './wanted.js'

/**
 * What makes a network as it is into one as it is wanted: nothing where it is so already.
 *
 * `former` is what of the network that is there a state does not tell: sysctls, queues' settings, firewalls and services. A
 * sysctl, or a firewall, of which neither says anything is left as it is.
 *
 * The order is what is quick and right at once: what is not wanted goes; namespaces, then links, all down but ports; then
 * addresses; then links up, and bridges last, since a bridge that is up sends each new host's first words to every port;
 * then what needs links that are up.
 */
export function planNetwork(state: NetworkState, wanted: WantedNetwork, former?: WantedNetwork): Operation[] {
  const there = new Map(state.namespaces.map((space) => [fullName(space), space]))
  const links = planLinks(networkOfState(onNodes(state, wanted.nodes)), wanted)
  const steps = { stop: [], unroute: [], unaddress: [], down: [], sysctl: [], address: [], up: [], late: [] } as Steps

  for (const [full, space] of wanted.spaces) {
    const present = there.get(full)
    const old = present === undefined ? undefined : former?.spaces.get(full)
    const at = placeOf(space)
    /** Links whose routes the kernel drops on the way. */
    const disturbed = new Set<string>()
    for (const link of space.links.values()) {
      const now = links.kept.has(placeKey(link.at))
        ? present?.links.find(({ name }) => name === link.at.link)
        : undefined
      if (planLink(link, now, old?.links.get(link.at.link), steps)) disturbed.add(link.at.link)
    }
    planRoutes(space, present?.routes.filter(isConfigured).map(newRoute) ?? [], disturbed, links, steps)
    const rules = present?.rules.filter(isOwnRule).map(newRule) ?? []
    for (const rule of rules) {
      if (!space.rules.some((each) => isSameRule(each, rule))) steps.unroute.push({ do: 'delete-rule', ...at, rule })
    }
    for (const rule of space.rules) {
      if (!rules.some((each) => isSameRule(each, rule))) steps.late.push({ do: 'add-rule', ...at, rule })
    }
    for (const [key, value] of Object.entries(space.sysctls)) {
      if (old?.sysctls[key] !== value) steps.sysctl.push({ do: 'set-sysctl', ...at, key, value })
    }
    if (space.nftables !== old?.nftables) {
      steps.late.push({ do: 'load-nftables', ...at, ruleset: `flush ruleset\n${space.nftables ?? ''}\n` })
    }
    for (const command of space.services) {
      if (old?.services.includes(command) !== true) steps.late.push({ do: 'run-service', ...at, command })
    }
  }
  // A service of a namespace that goes would keep it alive.
  for (const [full, space] of former?.spaces ?? []) {
    const stays = wanted.spaces.get(full)?.services ?? []
    for (const command of there.has(full) ? space.services : []) {
      if (!stays.includes(command)) steps.stop.push({ do: 'stop-service', ...placeOf(space), command })
    }
  }
  return [
    ...steps.stop,
    ...steps.unroute,
    ...steps.unaddress,
    ...links.remove,
    ...addSpaces(there, wanted),
    ...links.add,
    ...steps.sysctl,
    ...steps.down,
    ...steps.address,
    ...inOrderOfUp(steps.up, linksOf(wanted)),
    ...steps.late,
  ]
}

/** The links of a wanted network that are there and stay what they are, by `placeKey`. */
export function keptLinks(state: NetworkState, wanted: WantedNetwork): ReadonlySet<string> {
  return planLinks(networkOfState(onNodes(state, wanted.nodes)), wanted).kept
}

/** Machines that a topology does not name are none of its business. */
function onNodes({ namespaces }: NetworkState, nodes: readonly string[]): NetworkState {
  return { namespaces: namespaces.filter(({ node }) => node === FIRST_NODE || nodes.includes(node)) }
}

/** Bridges last, but for what lies over one: a link comes up after the one below it. */
function inOrderOfUp(links: readonly WantedLink[], meant: ReadonlyMap<string, WantedLink>): Operation[] {
  const isOnBridge = (link: WantedLink): boolean => {
    const over = overOf(link)
    const below = over && meant.get(placeKey(over))
    return below !== undefined && (below.kind.type === 'bridge' || isOnBridge(below))
  }
  const rank = (link: WantedLink): number =>
    (link.kind.type === 'bridge' ? 1 : isOnBridge(link) ? 2 : 0) * 100 + overDepth(link, meant)
  const ranks = new Map(links.map((link) => [link, rank(link)]))
  return [...links]
    .sort((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0))
    .map(({ at }) => ({ do: 'set-link', at, set: { up: true } }))
}

interface Steps {
  stop: Operation[]
  unroute: Operation[]
  unaddress: Operation[]
  down: Operation[]
  sysctl: Operation[]
  address: Operation[]
  up: WantedLink[]
  late: Operation[]
}

/** One link that is there already, or will be. True: routes through it have to be made anew. */
function planLink(link: WantedLink, now: Link | undefined, old: WantedLink | undefined, steps: Steps): boolean {
  const { at } = link
  const wanted = new Map(link.addresses.map(({ text }) => [prefixKey(text), text]))
  const present = new Map(
    (now?.addresses ?? []).map((address) => [prefixKey(addressText(address)), { address, text: addressText(address) }]),
  )
  const gone = [...present].filter(([key, { address }]) => !wanted.has(key) && !isKernelMade(address))
  for (const [, { text }] of gone) steps.unaddress.push({ do: 'delete-address', at, address: text })
  for (const [key, text] of wanted) {
    const isMade = link.kind.type === 'loopback' && (key === prefixKey('127.0.0.1/8') || key === prefixKey('::1/128'))
    if (!present.has(key) && !isMade) steps.address.push({ do: 'add-address', at, address: text })
  }
  // A port is born up.
  const isUp = now?.up ?? (link.kind.type === 'veth' && link.master !== null && link.up)
  if (now?.up === true && !link.up) steps.down.push({ do: 'set-link', at, set: { up: false } })
  if (!isUp && link.up) steps.up.push(link)
  const qdisc = now?.qdisc === undefined ? undefined : old?.qdisc
  if (!isSameQdisc(link.qdisc, qdisc)) steps.late.push({ do: 'set-qdisc', at, qdisc: link.qdisc ?? null })
  return now === undefined || gone.length > 0 || (now.up && !link.up)
}

function planRoutes(
  space: WantedSpace,
  present: ReturnType<typeof newRoute>[],
  disturbed: ReadonlySet<string>,
  links: { removed: ReadonlySet<string> },
  steps: Steps,
): void {
  const at = placeOf(space)
  const isGone = (link: string | undefined): boolean =>
    link !== undefined && links.removed.has(placeKey(linkPlace(spaceOf(at), link)))
  const stays = present.filter(
    (route) =>
      !isGone(route.link) && !disturbed.has(route.link ?? '') && space.routes.some((each) => isSameRoute(route, each)),
  )
  for (const route of present) {
    if (!stays.includes(route) && !isGone(route.link)) steps.unroute.push({ do: 'delete-route', ...at, route })
  }
  // Direct ones first: a gateway is to be reached when it is named.
  const missing = space.routes.filter((route) => !stays.some((each) => isSameRoute(each, route)))
  for (const route of [
    ...missing.filter(({ via }) => via === undefined),
    ...missing.filter(({ via }) => via !== undefined),
  ]) {
    steps.late.push({ do: 'add-route', ...at, route })
  }
}

function placeOf({ node, namespace }: WantedSpace): Omit<LinkPlace, 'link'> {
  return { ...(node !== undefined && { node }), namespace }
}

function prefixKey(text: string): string {
  const [address, length] = text.split('/')
  return `${addressKey(address)}/${length ?? ''}`
}
