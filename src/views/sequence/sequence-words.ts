import type { Sequence, SequenceFrame } from '../../network/index.js'
import { counted, formatMs } from '../numbers.js'

export function sequenceTitle({ lifelines, frames }: Sequence): string {
  const ends = [lifelines[0], lifelines.at(-1)]
  const between = lifelines.length < 2 ? `at ${ends[0] ?? 'nobody'}` : `between ${ends.join(' and ')}`
  const last = frames.findLast(isEnded)
  const end = last === undefined ? '' : `; ${innermost(last)} went no further than ${last.to ?? last.from}`
  return `${counted(frames.length, 'frame')} ${between}${end}`
}

/** More frames than this are only counted. */
const mostLines = 200

/** The sentence first, then a line a frame: when, from where to where, what is in what, and its details. */
export function sequenceText(
  sequence: Sequence,
  title = sequenceTitle(sequence),
  notes: readonly string[] = [],
): string {
  const lines = sequence.frames.slice(0, mostLines).map((frame) => {
    const time = `${formatMs(frame.atMs)} ms`.padStart(10)
    const detail = frame.detail === undefined ? '' : `; ${frame.detail}`
    return `${time}  ${frame.from} → ${frame.to ?? 'nobody'}: ${frame.layers.join(' > ')}${detail}${afterwards(frame)}`
  })
  const left = sequence.frames.length - lines.length
  const more = left === 0 ? [] : [`and ${counted(left, 'more frame')}`]
  return [`${title}.`, ...lines, ...more, ...notes.map((note) => `${note}.`)].join('\n')
}

/** What a picture says below an arrow, too. */
export function endWords({ ended, to, from }: SequenceFrame): string {
  return `no further than ${to ?? from}${ended === undefined || ended === '' ? '' : `: ${ended}`}`
}

export const isEnded = ({ to, ended }: SequenceFrame): boolean => to === null || ended !== undefined

export const innermost = ({ layers }: SequenceFrame): string => layers.at(-1) ?? ''

function afterwards(frame: SequenceFrame): string {
  if (isEnded(frame)) return ` (${endWords(frame)})`
  return frame.isCopy === true ? ' (a flooded copy)' : ''
}
