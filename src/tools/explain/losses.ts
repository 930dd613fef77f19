import type { Link } from '../../network/index.js'
import type { Case } from './evidence.js'
import type { Fault } from './fault.js'
import { findDrop, type Drop } from './filter.js'
import { delays } from './scope.js'
import { commandIn, linkWords, placeOf } from './map.js'
import type { Checkpoint } from './visit.js'

/** Namespaces in the order in which the packet gets to them, bridges on the way in. */
export function order({ walk, map }: Case, direction: Checkpoint['direction']): string[] {
  const passed = walk.checkpoints.filter((each) => each.direction === direction).map(({ namespace }) => namespace)
  return [...new Set([...passed, ...map.namespaces.map(({ name }) => name)])]
}

export function firstDrop(given: Case): Drop | undefined {
  const { map, observation } = given
  for (const [direction, sights] of [
    ['forward', ['request', 'asked', 'answered', 'tunnel']],
    ['return', ['reply', 'tunnel']],
  ] as const) {
    for (const namespace of order(given, direction)) {
      const drop = findDrop(map, observation, namespace, sights)
      if (drop !== undefined) return drop
    }
  }
  return undefined
}

/** Whether a firewall's drop is where the packet was last seen, and not on the way of some other copy. */
export function isAtStop({ walk }: Case, drop: Drop | undefined, stop: number): boolean {
  const near = walk.checkpoints.slice(Math.max(0, stop - 2), stop + 1)
  return (
    drop !== undefined &&
    (drop.sight === 'asked' ||
      drop.sight === 'answered' ||
      drop.sight === 'tunnel' ||
      near.some(({ namespace }) => namespace === drop.namespace))
  )
}

/** Queues that dropped meanwhile, on the hop where the packet stopped; or anywhere, as on the way of a tunnel's packets. */
export function queueLoss(
  { map, walk, observation, question }: Case,
  stop: number,
  isAnywhere = false,
): Fault | undefined {
  const visit = walk.visits.find(({ first, last }) => first <= stop && stop <= last) ?? walk.visits.at(-1)
  const here =
    stop >= walk.checkpoints.length ? walk.checkpoints : walk.checkpoints.slice(visit?.first ?? 0, visit?.last)
  const [last, next] = [walk.checkpoints[stop - 1], walk.checkpoints[stop]]
  const isLastSeen = (namespace: string, name: string): boolean =>
    last?.namespace === namespace &&
    (last.place === `out ${name}`
      ? next?.place.startsWith('in ') === true
      : next?.place === `out ${name}` && (observation.count(namespace, next.place, 'asked') ?? 0) > 0)
  const places = isAnywhere ? map.links.map(({ namespace, name }) => ({ namespace, place: `out ${name}` })) : here
  const links = places.flatMap(({ namespace, place }) => {
    const name = /^(?:in|out) (\S+)/.exec(place)?.[1]
    return name === undefined ? [] : (map.link(namespace, name) ?? [])
  })
  for (const link of new Set(links)) {
    const { namespace, name } = link
    const total = (list: readonly { link: string; drops: number }[] | undefined) =>
      (list ?? []).filter((qdisc) => qdisc.link === name).reduce((sum, { drops }) => sum + drops, 0)
    const now = observation.qdiscs.find((all) => all.namespace === namespace)?.qdiscs
    const lost = total(now) - total(map.more(namespace)?.qdiscs)
    const kinds = (map.more(namespace)?.qdiscs ?? []).filter((qdisc) => qdisc.link === name).map(({ kind }) => kind)
    const isHeld = kinds.some(delays) && isLastSeen(namespace, name)
    const aside = kinds.find((kind) => kind === 'clsact' || kind === 'ingress')
    const isUnseen = next?.namespace === namespace && next.place === `in ${name}`
    // Its filters may do away with a packet, or send it elsewhere, before anybody counts it.
    if (aside !== undefined && isUnseen) return takenAside(link, aside)
    if (lost <= 0 && (isAnywhere || !kinds.includes('blackhole')) && !isHeld) continue
    return {
      cause: 'queue-loss',
      at: placeOf(link),
      evidence: [
        `the queue of ${linkWords(link)} (${kinds.join(', ')}) ${isHeld && lost <= 0 ? 'holds back what is' : `dropped ${countWordsOf(lost)}`} of ${question.from}'s probe`,
      ],
      remedies: [
        {
          command: commandIn(namespace, `tc qdisc del dev ${name} root`),
          why: 'the link then has its usual queue again',
        },
      ],
    }
  }
  return undefined
}

function takenAside(link: Link, kind: string): Fault {
  return {
    cause: 'queue-loss',
    at: placeOf(link),
    evidence: [`what comes in by ${linkWords(link)} meets filters of tc first (${kind}), and was not seen behind them`],
    remedies: [
      {
        command: commandIn(link.namespace, `tc qdisc del dev ${link.name} ${kind}`),
        why: 'takes the filters away with the queue that holds them',
      },
    ],
  }
}

function countWordsOf(lost: number): string {
  return lost === 1 ? '1 packet' : `${Math.max(lost, 0)} packets`
}
