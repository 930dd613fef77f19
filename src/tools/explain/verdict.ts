import { answers, disagreementWords, seenWords, stopOf, type Case } from './evidence.js'
import type { Fault } from './fault.js'
import { filterFault } from './filter.js'
import { firstDrop, isAtStop, queueLoss } from './losses.js'
import { puzzle, wrongAnswer } from './puzzle.js'
import { probeCount } from './request.js'
import { blockingPolicy } from './xfrm.js'

/** What stops the packet, or that nothing does. */
export interface Verdict extends Fault {
  reachable: boolean
  /** Number of the first checkpoint that the packet was not seen at; the length of the list where it was seen at all. */
  stop: number
  disagreement: string | null
  further: Fault[]
}

/** What stops the packet: the two witnesses, the walk over the configuration and the observation, heard together. */
export async function judge(given: Case): Promise<Verdict> {
  const { walk } = given
  const stop = stopOf(given)
  const drop = firstDrop(given)
  const filtered = drop === undefined ? undefined : await filterFault(given, drop)
  const reached = hasAnswered(given)
  const others = (fault: Fault | undefined) =>
    distinct([...(filtered === undefined ? [] : [filtered]), ...walk.faults]).filter((each) => !isSame(each, fault))
  if (reached) return answered(given, stop, filtered, others)
  const agreeing = walk.faults.find((fault) => fault.first <= stop && stop <= fault.last)
  const queue = queueLoss(given, stop)
  const later = walk.faults.find((fault) => fault.first > stop)
  // What was observed comes first; a fault of the configuration counts where the packet was seen to stop.
  const order =
    filtered !== undefined && (agreeing === undefined || (filtered.isFound && isAtStop(given, drop, stop)))
      ? [filtered, agreeing]
      : [agreeing, filtered]
  const known =
    order.find((each) => each !== undefined) ?? queue ?? later ?? walk.faults[0] ?? queueLoss(given, stop, true)
  const policy = known === undefined ? await blockingPolicy(given, stop) : undefined
  const chosen = known ?? policy ?? puzzle(given, stop)
  const isExpected = [agreeing, filtered, queue, policy].includes(chosen)
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
    (question.isByName || walk.diversion !== undefined || walk.faults.some(({ cause }) => cause === 'address-conflict'))
  const conflict = walk.faults.find(({ cause }) => cause === 'address-conflict') ?? walk.diversion
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
