import type { NamespaceSnapshot, RouteLine } from '../snapshot.js'
import type { NetworkState } from '../state.js'
import type { Operation } from '../topology/operation.js'
import { bridgedStep, programOf } from './bridged-route.js'
import { isByNexthop } from './route-lines.js'
import type { SpacePlan } from './space-plan.js'
import { step, type LocalStep } from './step.js'

/**
 * Nexthop objects, first those that groups are made of, and the routes that go by them: no request of ours says either. The
 * kernel takes an object's routes away with it, so where anything differs all are made anew.
 * @param before what is done in the namespace before
 */
export function nexthopSteps({ former, details, state, isNew }: SpacePlan, before: readonly Operation[]): LocalStep[] {
  const [there, meant] = [former, details].map(({ nexthops = [], routes }) => ({
    nexthops,
    routes: routes.filter(({ words }) => isByNexthop(words)),
  })) as [Kept, Kept]
  const isSame = JSON.stringify(there) === JSON.stringify(meant)
  const isDisturbed = before.some(disturbs) || details.links.some(({ name }) => isNew(name))
  if (isSame && !isDisturbed) return []
  const verb = there.nexthops.length === 0 ? 'add' : 'replace'
  const inOrder = [...meant.nexthops].sort((one, other) => Number(isGroup(one)) - Number(isGroup(other)))
  return [
    ...(isSame || there.nexthops.length === 0
      ? []
      : [{ ...step('ip', 'nexthop objects', 'nexthop flush'), isOptional: true as const }]),
    ...inOrder.flatMap((line) => {
      const about = `nexthop object ${line.words.split(' ')[1] ?? ''}`
      return bridgedStep(line, state.routes, step(programOf(line), about, 'nexthop', verb, line.words))
    }),
    ...meant.routes.map((line) => step(programOf(line), `route ${line.words}`, 'route', verb, line.words)),
  ]
}

type Kept = Record<'nexthops' | 'routes', RouteLine[]>

const isGroup = ({ words }: RouteLine): boolean => / group /.test(words)

/** What the kernel takes nexthop objects, or routes by them, away for. */
function disturbs(operation: Operation): boolean {
  return ['set-link', 'delete-link', 'delete-links', 'delete-address'].includes(operation.do)
}

/** A state without the routes that these steps make: requests are to leave them alone. */
export function withoutNexthops({ namespaces }: NetworkState, spaces: readonly NamespaceSnapshot[]): NetworkState {
  const isHere = (node: string, name: string) => spaces.some((each) => each.node === node && each.name === name)
  return {
    namespaces: namespaces.map((space) =>
      isHere(space.node, space.name)
        ? { ...space, routes: space.routes.filter(({ nexthop }) => nexthop === undefined) }
        : space,
    ),
  }
}
