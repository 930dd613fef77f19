import type { LabTimeline, LessonMark, PingPoint } from '../../network/index.js'
import { counted, formatCount, formatSeconds } from '../numbers.js'

export function labTimelineTitle({ fromMs, toMs, commands, pings, links, lesson }: LabTimeline): string {
  const points = pings.flatMap((ping) => ping.points)
  const lost = points.filter(({ rttMs }) => rttMs === null).length
  const parts = [
    counted(commands.length, 'command'),
    ...(links.length > 0 ? [`${counted(links.length, 'link')} that changed`] : []),
    ...(points.length > 0
      ? [`${counted(points.length, 'ping')}, ${lost === 0 ? 'none' : formatCount(lost)} lost`]
      : []),
    ...lessonParts(lesson),
  ]
  return `${formatSeconds(toMs - fromMs)} of the lab: ${parts.join('; ')}`
}

function lessonParts(lesson: readonly LessonMark[]): string[] {
  const count = (kind: LessonMark['kind'], good?: boolean): number =>
    lesson.filter((mark) => mark.kind === kind && (good === undefined || mark.good === good)).length
  const [faults, checks] = [count('fault'), count('check')]
  return [
    ...(faults > 0 ? [`${counted(faults, 'fault')}, ${formatCount(count('repair'))} mended`] : []),
    ...(checks > 0 ? [`${counted(checks, 'check')}, ${formatCount(count('check', false))} failed`] : []),
  ]
}

/** What happened, a line each, in the order of time. */
export function labTimelineText(timeline: LabTimeline): string {
  const { fromMs, commands, links, neighbours, pings, captures, lesson } = timeline
  const lines = [
    ...commands.map(({ cell, fromMs: atMs, command, exitCode }) => {
      return {
        atMs,
        words: `${cellWords(cell)}${firstLine(command)}${exitCode === 0 || exitCode === null ? '' : ` (exit code ${exitCode})`}`,
      }
    }),
    ...links.flatMap(({ namespace, link, spans }) =>
      spans.map(({ fromMs: atMs, state }) => ({ atMs, words: `${link} in ${namespace}: ${state}` })),
    ),
    ...neighbours.flatMap(({ points, ...entry }) =>
      points.map((point) => ({ atMs: point.atMs, words: neighbourWords(entry, point) })),
    ),
    ...pings.flatMap(({ from, to, points }) => {
      const lost = points.filter(({ rttMs }) => rttMs === null).length
      const first = Math.min(...points.map(({ atMs }) => atMs))
      return [
        { atMs: first, words: `${counted(points.length, 'ping')} ${from} → ${to}, ${lost} lost` },
        ...losses(points).map(({ atMs, ...loss }) => ({
          atMs,
          words: `${from} → ${to}: ${lossWords(loss.first, loss.last, loss, (loss.knownMs - fromMs) / 1000)}`,
        })),
      ]
    }),
    ...captures.map(({ capture, frames }) => ({
      atMs: Math.min(...frames.map(({ atMs }) => atMs)),
      words: captureWords(capture, frames),
    })),
    ...lesson.map((mark) => ({ atMs: mark.atMs, words: lessonWords(mark) })),
  ].sort((one, other) => one.atMs - other.atMs)
  return [
    `${labTimelineTitle(timeline)}.`,
    ...lines.map(({ atMs, words }) => `${formatSeconds(Math.max(0, atMs - fromMs)).padStart(9)}  ${words}`),
  ].join('\n')
}

interface Loss {
  /** Numbers of the pings. */
  first: number
  last: number
  /** When the first of them was sent, and when it was known that none is answered. */
  atMs: number
  knownMs: number
  reason: string
}

/** Losses that follow each other, for one reason, as one. */
function losses(points: readonly PingPoint[]): Loss[] {
  const found: Loss[] = []
  for (const { seq, atMs, loss } of [...points].sort((one, other) => one.seq - other.seq)) {
    if (loss === null) continue
    const before = found.at(-1)
    if (before?.last === seq - 1 && before.reason === loss.reason) {
      Object.assign(before, { last: seq, knownMs: Math.max(before.knownMs, loss.knownMs) })
    } else found.push({ first: seq, last: seq, atMs, ...loss })
  }
  return found
}

/** `11 to 18 lost (no answer), known at 2.20 s`. */
export function lossWords(first: number, last: number, { reason }: { reason: string }, knownSeconds: number): string {
  const which = first === last ? `${first}` : `${first} to ${last}`
  return `${which} lost (${reason}), known at ${formatSeconds(knownSeconds * 1000)}`
}

/** `ARP, ns1 → root by veth1`; nobody got it: `… by veth1, and no further`. */
export function frameWords({
  from,
  to,
  link,
  layers,
  isLast,
}: LabTimeline['captures'][number]['frames'][number]): string {
  return `${layers.at(-1) ?? 'frame'}, ${from}${to === null ? '' : ` → ${to}`} by ${link}${isLast ? ', and no further' : ''}`
}

function captureWords(capture: number, frames: LabTimeline['captures'][number]['frames']): string {
  const kinds = new Map<string, number>()
  for (const { layers } of frames) kinds.set(layers.at(-1) ?? '', (kinds.get(layers.at(-1) ?? '') ?? 0) + 1)
  const what = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')
  const ends = frames.filter(({ isLast }) => isLast)
  const end = ends.at(-1)
  return (
    `capture ${capture}: ${counted(frames.length, 'frame')} (${what})` +
    (end === undefined
      ? ''
      : `, ${formatCount(ends.length)} went no further, the last one ${frameWords({ ...end, isLast: false })}`)
  )
}

/** `check passed: …`, `expected: …, which is right`. */
export function lessonWords({ kind, words, good }: LessonMark): string {
  switch (kind) {
    case 'fault':
      return `${words} was put in`
    case 'repair':
      return words
    case 'check':
      return `check ${good === true ? 'passed' : 'failed'}: ${words}`
    case 'prediction':
      return `expected: ${words}${good === null ? '' : good ? ', which is right' : ', which is not so'}`
  }
}

/** `10.0.0.2 on veth1 in ns1: resolved, 02:00:00:00:00:02`. */
export function neighbourWords(
  { namespace, link, address }: Pick<LabTimeline['neighbours'][number], 'namespace' | 'link' | 'address'>,
  { resolution, mac }: LabTimeline['neighbours'][number]['points'][number],
): string {
  return `${address} on ${link} in ${namespace}: ${resolution}${resolution === 'resolved' ? `, ${mac}` : ''}`
}

/** As Jupyter marks a cell: `[3] `. */
export function cellWords(cell: number | null): string {
  return cell === null ? '' : `[${cell}] `
}

/** Of a script the first line stands for it. */
export function firstLine(command: string): string {
  const [first = '', ...rest] = command.split('\n').filter((line) => line.trim() !== '')
  return rest.length === 0 ? first : `${first} … (and ${rest.length} more)`
}
