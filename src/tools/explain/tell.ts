import { FIRST_NODE, type Cause, type Explanation, type Hop, type Witness } from '../../network/index.js'
import { countAt } from './evidence.js'
import type { Fault } from './fault.js'
import { commandIn } from './map.js'
import type { Observation } from './observe.js'
import type { Question } from './request.js'
import type { Verdict } from './verdict.js'
import type { Walk } from './walk.js'

/** The verdict as it is given out: plain data, with each hop as predicted and as observed. */
export function tell(
  question: Question & { address: string },
  command: string,
  walk: Walk,
  observation: Observation,
  verdict: Verdict,
): Explanation {
  const { from, protocol, port, size } = question
  return {
    reachable: verdict.reachable,
    cause: verdict.cause,
    at: verdict.at,
    evidence: verdict.evidence,
    remedy: verdict.remedies.map((each) => ({ ...each, node: FIRST_NODE, proven: null })),
    hops: hops(walk, observation, verdict),
    further: verdict.further.map(({ cause, at }): { cause: Cause; at: Fault['at'] } => ({ cause, at })),
    probe: {
      from,
      to: question.address,
      protocol,
      port,
      size,
      command: commandIn(from, command),
      output: observation.output,
    },
    disagreement: verdict.disagreement,
  }
}

function hops(walk: Walk, observation: Observation, { stop, reachable }: Verdict): Hop[] {
  return walk.visits.map((visit) => {
    const own = walk.checkpoints.slice(visit.first, visit.last)
    const fault = walk.faults.find(
      ({ first, last, cause }) => first < visit.last && last > visit.first && cause !== 'loop',
    )
    const counts = own.map((each) => countAt(observation, each))
    const isPassed = counts.length > 0 && (counts.at(-1) ?? 0) > 0
    const seen = own.findLast((each) => (countAt(observation, each) ?? 0) > 0)
    const observed: Witness = {
      passes: reachable ? true : counts.every((count) => count === undefined) ? null : isPassed,
      says:
        seen === undefined
          ? 'not seen here'
          : `${countAt(observation, seen) ?? 0} seen, last at ${seen.place}${isPassed || stop > visit.last ? '' : ', no further'}`,
    }
    return {
      ...{ node: 'host', namespace: visit.namespace, direction: visit.direction, in: visit.in, out: visit.out },
      predicted: { passes: fault === undefined, says: visit.says },
      observed,
    }
  })
}
