import type { LabTimeline, LessonMark, Resolution } from '../../network/index.js'
import { fitText, textWidth } from '../font/text-width.js'
import { palette, stateColour } from '../palette.js'
import { cellWords, firstLine, frameWords, lessonWords, lossWords, neighbourWords } from './timeline-words.js'

/** More rows than this are told in the text. */
const mostRows = 24
/** Of a panel, in pixels. */
export const panelWidth = 440

/** A mark at a time, in seconds since the first event, with what a tooltip says. */
interface Mark {
  row: string
  at: number
  words: string
}

/** What each panel of the picture draws, a row for each thing that something happened to. */
export interface TimelineRows {
  commands: (Mark & { label: string; isLeft: boolean; isFailed: boolean })[]
  lesson: (Mark & Look)[]
  spans: (Mark & { to: number; colour: string; height: number; state: string })[]
  resolutions: (Mark & Look)[]
  points: (Mark & { isLost: boolean })[]
  frames: (Mark & { isLast: boolean })[]
  /** Rows for which there was no room. */
  left: number
  /** Seconds from the first event to the last. */
  end: number
}

/** Each state has a shape of its own beside its colour. */
interface Look {
  colour: string
  shape: string
}

export function timelineRows(timeline: LabTimeline): TimelineRows {
  const { fromMs, toMs } = timeline
  const at = (ms: number): number => Math.max(0, ms - fromMs) / 1000
  const end = Math.max(at(toMs), 0.001)
  const commands = timeline.commands.slice(0, mostRows)
  // The others share as many again: links first, then pings, captures, neighbours.
  let room = mostRows
  const take = <Each>(all: readonly Each[]): Each[] => {
    const taken = all.slice(0, room)
    room -= taken.length
    return taken
  }
  const [links, pings, captures, neighbours] = [
    take(timeline.links),
    take(timeline.pings),
    take(timeline.captures),
    take(timeline.neighbours),
  ]
  const wanted = [timeline.commands, timeline.links, timeline.pings, timeline.captures, timeline.neighbours]
  const shown = [commands, links, pings, captures, neighbours]
  return {
    commands: commands.map(({ cell, fromMs: start, command, exitCode }, index) => ({
      row: `${index + 1}`,
      at: at(start),
      ...beside(`${cellWords(cell)}${firstLine(command)}`, at(start) / end),
      words: `${cellWords(cell)}${command}`,
      isFailed: exitCode !== 0 && exitCode !== null,
    })),
    lesson: timeline.lesson.map((mark) => ({
      row: lessonRow[mark.kind],
      at: at(mark.atMs),
      words: lessonWords(mark),
      ...lessonLook(mark),
    })),
    spans: links.flatMap(({ namespace, link, spans }) =>
      spans.map(({ state, fromMs: start, toMs: stop }) => ({
        row: `${namespace}.${link}`,
        at: at(start),
        to: at(stop),
        colour: stateColour[state],
        height: state === 'up' ? 14 : state === 'absent' ? 2 : 7,
        words: `${link} in ${namespace}: ${state}`,
        state,
      })),
    ),
    resolutions: neighbours.flatMap(({ points, ...entry }) =>
      points.map((point) => ({
        row: `${entry.namespace}: ${entry.address}`,
        at: at(point.atMs),
        ...resolutionLook[point.resolution],
        words: neighbourWords(entry, point),
      })),
    ),
    points: pings.flatMap(({ from, to, points }, index) =>
      points.map((point) => ({
        row: `ping ${index + 1}: ${from} → ${to}`,
        at: at(point.atMs),
        isLost: point.rttMs === null,
        words:
          point.loss === null
            ? `${point.seq}: ${point.rttMs} ms`
            : lossWords(point.seq, point.seq, point.loss, at(point.loss.knownMs)),
      })),
    ),
    frames: captures.flatMap(({ capture, frames }) =>
      frames.map((frame) => ({
        row: `capture ${capture}`,
        at: at(frame.atMs),
        isLast: frame.isLast,
        words: frameWords(frame),
      })),
    ),
    left: wanted.flat().length - shown.flat().length,
    end,
  }
}

/** Right of its tick, or left of it where there is more room, with what fits. */
function beside(words: string, share: number): { label: string; isLeft: boolean } {
  const right = (1 - share) * panelWidth - 10
  const isLeft = textWidth(words, 13) <= right || share <= 0.5
  return { isLeft, label: fitText(words, isLeft ? right : share * panelWidth - 10, 13) }
}

const lessonRow: Record<LessonMark['kind'], string> = {
  fault: 'faults',
  repair: 'faults',
  check: 'checks',
  prediction: 'predictions',
}

function lessonLook({ kind, good }: LessonMark): Look {
  if (kind === 'fault') return { colour: palette.lost, shape: 'cross' }
  if (good === null) return { colour: palette.changed, shape: 'diamond' }
  return good ? { colour: palette.up, shape: 'circle' } : { colour: palette.waiting, shape: 'triangle-down' }
}

const resolutionLook: Record<Resolution, Look> = {
  resolved: { colour: palette.up, shape: 'circle' },
  'asked for': { colour: palette.waiting, shape: 'triangle-up' },
  failed: { colour: palette.lost, shape: 'cross' },
  forgotten: { colour: palette.unused, shape: 'square' },
}
