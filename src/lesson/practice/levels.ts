import type { Cause } from '../../network/index.js'
import type { Kind, Level } from './fault.js'
import { kinds } from './kinds/index.js'

/** What a level asks of a learner. Each has the faults of those below it, too; its own come more often. */
export interface LevelPlan {
  /** How many faults at once. */
  faults: 1 | 2
  /** The network of `bases` that is built where a lab has none. */
  base: 'veth' | 'bridge' | 'router' | 'routers'
  /** What may be wrong, as lab.explain names it: the answers to choose from. */
  causes: readonly Cause[]
}

const causes: Record<1 | 2 | 3 | 4, readonly Cause[]> = {
  1: ['link-down', 'no-address', 'wrong-subnet'],
  2: ['not-bridged', 'different-bridge', 'port-blocked', 'neighbour-unresolved'],
  3: ['no-route', 'no-return-route', 'blackhole-route', 'forwarding-off', 'loop'],
  4: [
    ...(['filtered', 'icmp-ignored', 'stale-neighbour', 'arp-off', 'address-conflict', 'wrong-fdb'] as const),
    ...(['mtu', 'queue-loss', 'ttl-exceeded', 'policy-rule', 'no-link', 'rp-filter', 'loopback-down'] as const),
  ],
}

/**
 * 1: links and addresses, in a pair. 2: bridges and their ports. 3: routes and routers. 4: what `ip link`, `ip addr` and
 * `ip route` do not show: filters, neighbours, queues, settings of the kernel; and what is gone: cables, rules of NAT, ends of
 * tunnels. 5: two faults at once in a routed network.
 */
export const levels: Record<Level, LevelPlan> = {
  1: { faults: 1, base: 'veth', causes: causes[1] },
  2: { faults: 1, base: 'bridge', causes: [...causes[1], ...causes[2]] },
  3: { faults: 1, base: 'router', causes: [...causes[1], ...causes[2], ...causes[3]] },
  4: { faults: 1, base: 'router', causes: Object.values(causes).flat() },
  5: { faults: 2, base: 'routers', causes: Object.values(causes).flat() },
}

export function kindsOf(level: Level): readonly Kind[] {
  return kinds.filter((kind) => kind.level <= level)
}

export function isLevel(value: unknown): value is Level {
  return typeof value === 'number' && Object.hasOwn(levels, value)
}
