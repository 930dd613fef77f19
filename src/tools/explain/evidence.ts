import type { Node } from '../../engine/index.js'
import type { Fault } from './fault.js'
import type { NetworkMap } from './map.js'
import type { Observation } from './observe.js'
import type { Question } from './request.js'
import type { Checkpoint } from './visit.js'
import type { Walk } from './walk.js'
import type { Sight } from './witness-rules.js'

/** What is known when it is judged. */
export interface Case {
  node: Node
  map: NetworkMap
  walk: Walk
  observation: Observation
  question: Question
  signal: AbortSignal | undefined
}

function sightOf({ direction }: Checkpoint): Sight {
  return direction === 'forward' ? 'request' : 'reply'
}

/** How often the packet was seen at a place of its way: the probe going, its answer coming back. */
export function countAt(observation: Observation, checkpoint: Checkpoint): number | undefined {
  return observation.count(checkpoint.namespace, checkpoint.place, sightOf(checkpoint))
}

/** One more than the number of the last checkpoint at which the packet was seen. */
export function stopOf({ walk, observation }: Case): number {
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

/** How many replies ping tells of. */
export function answers(output: string): number {
  return (output.match(/bytes from/g) ?? []).length
}

/** Where it was last seen, and where not any more. */
export function seenWords(given: Case, stop: number): string[] {
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

/** The line of the program's output that complains. */
export function firstLine(output: string): string {
  const line = output.split('\n').find((each) => /^ping: |^bash: |From |connect/.test(each))
  return line ?? 'the program said nothing'
}

/** The one witness against the other. */
export function disagreementWords(given: Case, stop: number, predicted: Fault | undefined): string {
  const said =
    predicted === undefined
      ? 'the configuration says that it arrives'
      : `the configuration says that ${predicted.evidence[0] ?? predicted.cause}`
  return `${said}, but ${seenWords(given, stop)[0] ?? 'nothing was seen'}`
}
