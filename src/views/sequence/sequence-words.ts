import type { Sequence, SequenceFrame } from '../../network/index.js'
import { counted, formatMs } from '../numbers.js'

export function sequenceTitle({ lifelines, frames }: Sequence): string {
  const ends = [lifelines[0], lifelines.at(-1)]
  const between = lifelines.length < 2 ? `at ${ends[0] ?? 'nobody'}` : `between ${ends.join(' and ')}`
  const last = frames.findLast(isEnded)
  const end = last === undefined ? '' : `; ${innermost(last)} went no further than ${last.to ?? last.from}`
  return `${counted(frames.length, 'frame')} ${between}${end}`
}

/** The sentence first, then a line a frame: when, from where to where, and what is in what. */
export function sequenceText(sequence: Sequence): string {
  const lines = sequence.frames.map((frame) => {
    const time = `${formatMs(frame.atMs)} ms`.padStart(10)
    return `${time}  ${frame.from} → ${frame.to ?? 'nobody'}: ${frame.layers.join(' > ')}${afterwards(frame)}`
  })
  return [`${sequenceTitle(sequence)}.`, ...lines].join('\n')
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
