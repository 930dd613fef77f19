import type { Node } from '../../engine/index.js'
import type { Fault } from './fault.js'
import { filterFault, findDrop, type Drop } from './filter.js'
import { commandIn, ipIn, linkWords, placeOf, type NetworkMap } from './map.js'
import type { Observation } from './observe.js'
import { probeCount, type Question } from './request.js'
import type { Checkpoint, Walk } from './walk.js'
import type { Sight } from './witness-rules.js'

export interface Verdict extends Fault {
  reachable: boolean
  /** Number of the first checkpoint that the packet was not seen at; the length of the list where it was seen at all. */
  stop: number
  disagreement: string | null
  further: Fault[]
}

interface Case {
  node: Node
  map: NetworkMap
  walk: Walk
  observation: Observation
  question: Question
  signal: AbortSignal | undefined
}

/** What stops the packet: the two witnesses, the walk over the configuration and the observation, heard together. */
export async function judge(given: Case): Promise<Verdict> {
  const { walk } = given
  const stop = stopOf(given)
  const drop = firstDrop(given)
  const filtered =
    drop === undefined ? undefined : await filterFault(given.node, given.map, given.observation, drop, given.signal)
  const reached = hasAnswered(given)
  const others = (fault: Fault | undefined) =>
    distinct([...(filtered === undefined ? [] : [filtered]), ...walk.faults]).filter((each) => !isSame(each, fault))
  if (reached) return answered(given, stop, filtered, others)
  const agreeing = walk.faults.find((fault) => fault.first <= stop && stop <= fault.last)
  const queue = queueLoss(given, stop)
  const later = walk.faults.find((fault) => fault.first > stop)
  // What was observed comes first; a fault of the configuration counts where the packet was seen to stop.
  const order =
    filtered !== undefined && (agreeing === undefined || isAtStop(given, drop, stop))
      ? [filtered, agreeing]
      : [agreeing, filtered]
  const chosen = order.find((each) => each !== undefined) ?? queue ?? later ?? walk.faults[0] ?? puzzle(given, stop)
  const isExpected = chosen === agreeing || chosen === filtered || chosen === queue
  return {
    ...chosen,
    evidence: [...chosen.evidence, ...seenWords(given, stop)],
    reachable: false,
    stop,
    disagreement: isExpected ? null : disagreementWords(given, stop, later ?? walk.faults[0]),
    further: others(chosen),
  }
}

/** A probe came back: from whom, and all of it? */
function answered(
  given: Case,
  stop: number,
  filtered: Fault | undefined,
  others: (fault: Fault | undefined) => Fault[],
): Verdict {
  const { question, observation, walk, map } = given
  const isElsewhere =
    question.target !== null &&
    question.target !== question.from &&
    observation.count(question.target, 'input last', 'request') === 0 &&
    (question.isByName || walk.faults.some(({ cause }) => cause === 'address-conflict'))
  const conflict = walk.faults.find(({ cause }) => cause === 'address-conflict')
  if (isElsewhere) {
    const fault = conflict ?? wrongAnswer(map, question)
    return {
      ...fault,
      evidence: [...fault.evidence, `something answered, but the probe was not seen in ${question.target}`],
      reachable: false,
      stop,
      disagreement: null,
      further: others(fault),
    }
  }
  const circle = walk.faults.find(({ cause, at }) => cause === 'loop' && at.link !== undefined)
  const partial = isPartial(given) ? (queueLoss(given, walk.checkpoints.length) ?? filtered ?? circle) : undefined
  if (partial !== undefined) {
    return {
      ...partial,
      evidence: [...partial.evidence, `only ${answers(observation.output)} of ${probeCount} probes came back`],
      reachable: true,
      stop,
      disagreement: null,
      further: others(partial),
    }
  }
  const predicted = walk.faults[0]
  const ok: Fault = {
    cause: 'ok',
    at:
      question.target === null
        ? { node: 'host', namespace: question.from }
        : { node: 'host', namespace: question.target },
    evidence: [
      question.protocol === 'icmp'
        ? `${answers(observation.output)} of ${probeCount} probes came back`
        : question.protocol === 'tcp'
          ? 'the connection was accepted'
          : 'the datagram reached a socket that listens',
    ],
    remedies: [],
  }
  const isStopping =
    predicted !== undefined && !['address-conflict', 'loop', 'stale-neighbour'].includes(predicted.cause)
  return {
    ...ok,
    reachable: true,
    stop,
    disagreement: isStopping
      ? `the configuration says that ${predicted.evidence[0] ?? predicted.cause}, and yet a probe came back`
      : null,
    further: others(undefined),
  }
}

function wrongAnswer(map: NetworkMap, { address, from, target }: Question): Fault {
  const owners = map.owners(address ?? '')
  const odd = owners.find(({ namespace }) => namespace !== target) ?? owners[0]
  return {
    cause: 'address-conflict',
    at: odd === undefined ? { node: 'host', namespace: from } : placeOf(odd),
    evidence: odd === undefined ? [] : [`${linkWords(odd)} has ${address ?? ''}, too`],
    remedies:
      odd === undefined
        ? []
        : [
            {
              command: commandIn(
                odd.namespace,
                `ip addr del ${address}/${odd.addresses.find((each) => each.address === address)?.prefixLength ?? 32} dev ${odd.name}`,
              ),
              why: `leaves the address to ${target ?? 'the other owner'}`,
            },
          ],
  }
}

function answers(output: string): number {
  return (output.match(/bytes from/g) ?? []).length
}

function isPartial({ question, observation }: Case): boolean {
  return question.protocol === 'icmp' && answers(observation.output) < probeCount
}

function hasAnswered({ question, observation, walk }: Case): boolean {
  if (question.protocol === 'icmp') return /bytes from/.test(observation.output)
  if (question.protocol === 'tcp') return observation.exitCode === 0
  const end = walk.checkpoints.findLast(({ direction }) => direction === 'forward')
  const reached = end !== undefined && (observation.count(end.namespace, 'input last', 'request') ?? 0) > 0
  const closed = walk.faults.some(({ cause }) => cause === 'port-closed')
  return reached && !closed && end.place === 'input last'
}

function sightOf({ direction }: Checkpoint): Sight {
  return direction === 'forward' ? 'request' : 'reply'
}

export function countAt(observation: Observation, checkpoint: Checkpoint): number | undefined {
  return observation.count(checkpoint.namespace, checkpoint.place, sightOf(checkpoint))
}

/** One more than the number of the last checkpoint at which the packet was seen. */
function stopOf({ walk, observation }: Case): number {
  // A place that is passed twice has one counter: the first passage counts.
  const { checkpoints } = walk
  const isFirst = (checkpoint: Checkpoint, index: number) =>
    checkpoints.findIndex(
      (each) =>
        each.namespace === checkpoint.namespace &&
        each.place === checkpoint.place &&
        each.direction === checkpoint.direction,
    ) === index
  return (
    checkpoints.findLastIndex(
      (checkpoint, index) => (countAt(observation, checkpoint) ?? 0) > 0 && isFirst(checkpoint, index),
    ) + 1
  )
}

/** Namespaces in the order in which the packet gets to them, bridges on the way in. */
function order({ walk, map }: Case, direction: Checkpoint['direction']): string[] {
  const passed = walk.checkpoints.filter((each) => each.direction === direction).map(({ namespace }) => namespace)
  return [...new Set([...passed, ...map.namespaces.map(({ name }) => name)])]
}

function firstDrop(given: Case): Drop | undefined {
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
function isAtStop({ walk }: Case, drop: Drop | undefined, stop: number): boolean {
  const near = walk.checkpoints.slice(Math.max(0, stop - 2), stop + 1)
  return (
    drop !== undefined &&
    (drop.sight === 'asked' ||
      drop.sight === 'answered' ||
      drop.sight === 'tunnel' ||
      near.some(({ namespace }) => namespace === drop.namespace))
  )
}

/** Queues that dropped meanwhile, on the hop where the packet stopped. */
function queueLoss({ map, walk, observation, question }: Case, stop: number): Fault | undefined {
  const visit = walk.visits.find(({ first, last }) => first <= stop && stop <= last) ?? walk.visits.at(-1)
  const here =
    stop >= walk.checkpoints.length ? walk.checkpoints : walk.checkpoints.slice(visit?.first ?? 0, visit?.last)
  const links = [
    ...new Set(
      here.flatMap(({ namespace, place }) =>
        /^(in|out) /.test(place) ? [`${namespace} ${place.split(' ')[1] ?? ''}`] : [],
      ),
    ),
  ]
  for (const each of links) {
    const [namespace = '', name = ''] = each.split(' ')
    const link = map.link(namespace, name)
    const total = (list: readonly { link: string; drops: number }[] | undefined) =>
      (list ?? []).filter((qdisc) => qdisc.link === name).reduce((sum, { drops }) => sum + drops, 0)
    const now = observation.qdiscs.find((all) => all.namespace === namespace)?.qdiscs
    const lost = total(now) - total(map.more(namespace)?.qdiscs)
    const kinds = (map.more(namespace)?.qdiscs ?? []).filter((qdisc) => qdisc.link === name).map(({ kind }) => kind)
    if (link === undefined || (lost <= 0 && !kinds.includes('blackhole'))) continue
    return {
      cause: 'queue-loss',
      at: placeOf(link),
      evidence: [
        `the queue of ${linkWords(link)} (${kinds.join(', ')}) dropped ${countWordsOf(lost)} of ${question.from}'s probe`,
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

function countWordsOf(lost: number): string {
  return lost === 1 ? '1 packet' : `${Math.max(lost, 0)} packets`
}

/** Nothing that was read explains it: what was seen, and where. */
function puzzle(given: Case, stop: number): Fault {
  const { walk, map, question, observation } = given
  const learnt = /message too long, mtu[=:] ?(\d+)/.exec(observation.output)?.[1]
  if (learnt !== undefined) return learntMtu(question.from, learnt)
  const last = walk.checkpoints[stop - 1]
  const next = walk.checkpoints[stop]
  const name = /^(?:in|out) (.*)$/.exec(next?.place ?? last?.place ?? '')?.[1]
  const namespace = next?.namespace ?? last?.namespace ?? question.from
  const link = name === undefined ? undefined : map.link(namespace, name)
  const cause =
    next?.place.startsWith('out ') === true && last?.place === 'postrouting last' ? 'neighbour-unresolved' : 'unknown'
  return {
    cause,
    at: link === undefined ? { node: 'host', namespace } : placeOf(link),
    evidence: ['nothing in the configuration that was read explains it'],
    remedies: [],
  }
}

/** A router has said before that packets of this size do not fit, and the sender remembers it for ten minutes. */
function learntMtu(namespace: string, mtu: string): Fault {
  return {
    cause: 'mtu',
    at: { node: 'host', namespace },
    evidence: [`${namespace} has been told that packets to there may have ${mtu} bytes at most, and remembers it`],
    remedies: [{ command: `${ipIn(namespace)} route flush cache`, why: 'it then finds out anew what fits' }],
  }
}

function seenWords(given: Case, stop: number): string[] {
  const { walk } = given
  const [last, next] = [walk.checkpoints[stop - 1], walk.checkpoints[stop]]
  const what = (checkpoint: Checkpoint) => (checkpoint.direction === 'forward' ? 'the probe' : 'the answer')
  if (last === undefined)
    return next === undefined ? [] : [`${given.question.from} sent nothing: ${firstLine(given.observation.output)}`]
  return [
    `${what(last)} was last seen at ${placeWords(last)}${next === undefined ? '' : `, not at ${placeWords(next)}`}`,
  ]
}

function placeWords({ namespace, place }: Checkpoint): string {
  const [kind = '', rest = ''] = place.split(' ')
  if (kind === 'in') return `${rest} of ${namespace}, coming in`
  if (kind === 'out') return `${rest} of ${namespace}, going out`
  return `the ${rest === 'first' ? 'beginning' : 'end'} of the ${kind} hook of ${namespace}`
}

function firstLine(output: string): string {
  const line = output.split('\n').find((each) => /^ping: |^bash: |From |connect/.test(each))
  return line ?? 'the program said nothing'
}

function disagreementWords(given: Case, stop: number, predicted: Fault | undefined): string {
  const said =
    predicted === undefined
      ? 'the configuration says that it arrives'
      : `the configuration says that ${predicted.evidence[0] ?? predicted.cause}`
  return `${said}, but ${seenWords(given, stop)[0] ?? 'nothing was seen'}`
}

function isSame(one: Fault, other: Fault | undefined): boolean {
  return (
    other !== undefined &&
    one.cause === other.cause &&
    one.at.namespace === other.at.namespace &&
    one.at.link === other.at.link
  )
}

function distinct(faults: readonly Fault[]): Fault[] {
  return faults.filter((fault, index) => faults.findIndex((each) => isSame(each, fault)) === index)
}
