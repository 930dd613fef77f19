import type { Sequence, SequenceFrame } from '../../network/index.js'
import { formatMs } from '../numbers.js'
import { englishPictures, pictureTexts, type FrameTexts } from '../picture-words.js'

export function sequenceTitle({ lifelines, frames }: Sequence, words: FrameTexts = pictureTexts().frames): string {
  const title = words.title(frames.length, [...lifelines.slice(0, 1), ...lifelines.slice(1).slice(-1)])
  const last = frames.findLast(isEnded)
  return last === undefined ? title : words.stopped(title, innermost(last), last.to ?? last.from)
}

/** The title as it is drawn. */
export function drawnTitle(sequence: Sequence): string {
  return sequenceTitle(sequence, englishPictures.frames)
}

/** More frames than this are only counted. */
const mostLines = 200

/** The sentence first, then a line a frame: when, from where to where, what is in what, and its details. */
export function sequenceText(
  sequence: Sequence,
  title = sequenceTitle(sequence),
  notes: readonly string[] = [],
): string {
  const words = pictureTexts().frames
  const lines = sequence.frames.slice(0, mostLines).map((frame) => {
    const time = `${formatMs(frame.atMs)} ms`.padStart(10)
    const detail = frame.detail === undefined ? '' : `; ${frame.detail}`
    const way = `${frame.from} → ${frame.to ?? words.nobody}`
    return `${time}  ${way}: ${frame.layers.join(' > ')}${detail}${afterwards(frame, words)}`
  })
  const left = sequence.frames.length - lines.length
  const more = left === 0 ? [] : [words.more(left)]
  return [words.sentence(title), ...lines, ...more, ...notes.map(words.sentence)].join('\n')
}

/** What a picture says below an arrow, too. */
export function endWords({ ended, to, from }: SequenceFrame, words: FrameTexts = englishPictures.frames): string {
  return words.end(to ?? from, ended ?? '')
}

export const isEnded = ({ to, ended }: SequenceFrame): boolean => to === null || ended !== undefined

export const innermost = ({ layers }: SequenceFrame): string => layers.at(-1) ?? ''

function afterwards(frame: SequenceFrame, words: FrameTexts): string {
  if (isEnded(frame)) return ` (${endWords(frame, words)})`
  return frame.isCopy === true ? ` (${words.copy})` : ''
}
