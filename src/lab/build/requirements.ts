import type { Feature } from '../../engine/index.js'
import {
  placeOfOperation,
  TopologyError,
  type Operation,
  type TopologyProblem,
  type WantedNetwork,
} from '../../network/index.js'

/** What not every kernel has, in words, and the part of the kernel that brings it. */
const PARTS: Readonly<Partial<Record<Feature, { what: string; module: string }>>> = {
  vxlan: { what: 'VXLAN links', module: 'vxlan' },
  macvlan: { what: 'macvlan links', module: 'macvlan' },
  vlan: { what: 'VLAN links', module: '8021q' },
  dummy: { what: 'dummy links', module: 'dummy' },
  tun: { what: 'tun and tap links', module: 'tun' },
  'vlan-filtering': { what: 'bridges that filter by VLAN', module: 'bridge with CONFIG_BRIDGE_VLAN_FILTERING' },
  netem: { what: 'delay, jitter and loss (netem)', module: 'sch_netem' },
  tbf: { what: 'rates (tbf)', module: 'sch_tbf' },
}

/**
 * Looks at what this machine can do, where operations ask for what some cannot.
 * @throws TopologyError naming each place that cannot be built here
 */
export async function refuseImpossible(
  operations: readonly Operation[],
  wanted: WantedNetwork,
  can: (feature: Feature) => Promise<boolean>,
  where: (place: string) => string,
): Promise<void> {
  const problems: TopologyProblem[] = []
  for (const operation of operations) {
    const feature = featureOf(operation)
    if (feature === undefined || (await can(feature))) continue
    const { what, module } = PARTS[feature] ?? { what: feature, module: feature }
    problems.push({
      place: where(placeOfOperation(wanted, operation) ?? ''),
      problem: `this machine cannot make ${what}: await lab.can('${feature}') is false`,
      remedy: `Its kernel lacks ${module}, or does not allow it here; leave it out, or run where there is one.`,
    })
  }
  if (problems.length > 0) throw new TopologyError(problems)
}

function featureOf(operation: Operation): Feature | undefined {
  if (operation.do === 'set-qdisc') return operation.qdisc?.kind
  if (operation.do !== 'add-link') return undefined
  const { kind } = operation.link
  if (kind.type === 'veth') return undefined
  if (kind.type === 'bridge') return kind.vlanFiltering === true ? 'vlan-filtering' : undefined
  return kind.type
}
