import type { LinkStateName } from './change.js'
import type { LabEvent } from './event.js'

/** What happened in a lab, by the one clock of its log: a fold over its events. Times are milliseconds since openLab. */
export interface LabTimeline {
  fromMs: number
  toMs: number
  /** `cell` is the execution count of the notebook's cell that ran it; null where there are no cells. */
  commands: { cell: number | null; fromMs: number; toMs: number | null; command: string; exitCode: number | null }[]
  /** Each link that changed, without gaps from its first change on. */
  links: { namespace: string; link: string; spans: { state: LinkStateName; fromMs: number; toMs: number }[] }[]
  /** Each entry of a neighbour table that changed: what became of it, and when that was seen. That one ages is left out. */
  neighbours: {
    namespace: string
    link: string
    address: string
    points: { atMs: number; resolution: Resolution; mac: string | null }[]
  }[]
  /** One a ping, in its order. */
  pings: { from: string; to: string; points: PingPoint[] }[]
  /** One a capture or trace, in its order; each frame where it was seen. */
  captures: {
    capture: number
    frames: { atMs: number; from: string; to: string | null; link: string; layers: string[]; isLast: boolean }[]
  }[]
  /** What a lesson broke, asked and checked, in the order of time. */
  lesson: LessonMark[]
}

/** A reply when it came; a loss about when its ping was sent. */
export interface PingPoint {
  seq: number
  atMs: number
  /** Null: lost. */
  rttMs: number | null
  /** Why it is held to be lost, and when that was known; null for a reply. */
  loss: { reason: string; knownMs: number } | null
}

export interface LessonMark {
  atMs: number
  kind: 'fault' | 'repair' | 'check' | 'prediction'
  /** In a line: `fault 1`, a check's name and what it saw, an expected answer. */
  words: string
  /** Mended, passed, right; null: not known yet. */
  good: boolean | null
}

/** What a neighbour table knows of an address, by the state of its entry (ip-neighbour(8)). */
export type Resolution = 'resolved' | 'asked for' | 'failed' | 'forgotten'

export function foldEvents(events: readonly LabEvent[]): LabTimeline {
  const [fromMs, toMs] = [events[0]?.atMs ?? 0, events.at(-1)?.atMs ?? 0]
  let cell: number | null = null
  const commands = new Map<number, LabTimeline['commands'][number]>()
  const links = new Map<string, LabTimeline['links'][number]>()
  const neighbours = new Map<string, LabTimeline['neighbours'][number]>()
  const pings = new Map<number, LabTimeline['pings'][number]>()
  const captures = new Map<number, LabTimeline['captures'][number]>()
  const lesson: LessonMark[] = []
  for (const event of events) {
    const { atMs } = event
    switch (event.kind) {
      case 'cell-started':
        cell = event.cell
        break
      case 'cell-ended':
        cell = null
        break
      case 'command-started':
        commands.set(event.id, { cell, fromMs: atMs, toMs: null, command: event.command, exitCode: null })
        break
      case 'command-ended':
        Object.assign(commands.get(event.id) ?? {}, { toMs: atMs, exitCode: event.exitCode })
        break
      case 'link-changed': {
        const { namespace, link, state } = event
        // Every namespace has one: that it came or went with its namespace is no news.
        if (event.linkKind === 'loopback' && event.change !== 'changed') break
        const key = `${namespace}.${link}`
        const track = links.get(key) ?? { namespace, link, spans: [] }
        links.set(key, track)
        const last = track.spans.at(-1)
        if (last !== undefined) last.toMs = atMs
        if (last?.state === state) last.toMs = toMs
        else track.spans.push({ state, fromMs: atMs, toMs })
        break
      }
      case 'neighbour-changed': {
        const { namespace, link, address, mac } = event
        const resolution = resolutionOf(event)
        const key = `${namespace}.${link} ${address}`
        const found = neighbours.get(key) ?? { namespace, link, address, points: [] }
        neighbours.set(key, found)
        const last = found.points.at(-1)
        if (last?.resolution !== resolution || last.mac !== mac) found.points.push({ atMs, resolution, mac })
        break
      }
      case 'reply-received':
      case 'reply-lost': {
        const { ping, from, to } = event
        const found = pings.get(ping) ?? { from, to, points: [] }
        pings.set(ping, found)
        found.points.push(pointOf(event))
        break
      }
      case 'frame-captured': {
        const { capture, from, to, link, layers, isLast, ageMs } = event
        const found = captures.get(capture) ?? { capture, frames: [] }
        captures.set(capture, found)
        found.frames.push({ atMs: atMs - ageMs, from, to, link, layers, isLast })
        break
      }
      case 'fault-injected':
      case 'repaired':
      case 'check-passed':
      case 'check-failed':
      case 'prediction':
        lesson.push({ atMs, ...lessonMark(event) })
        break
      default:
        break
    }
  }
  return {
    fromMs,
    toMs,
    commands: [...commands.values()],
    links: [...links.values()],
    neighbours: [...neighbours.values()],
    pings: [...pings.values()],
    captures: [...captures.values()],
    lesson,
  }
}

function pointOf(event: Extract<LabEvent, { kind: 'reply-received' | 'reply-lost' }>): PingPoint {
  const { seq, atMs } = event
  if (event.kind === 'reply-received') return { seq, atMs, rttMs: event.rttMs, loss: null }
  return { seq, atMs: atMs - event.ageMs, rttMs: null, loss: { reason: event.reason, knownMs: atMs } }
}

type LessonEvent = Extract<
  LabEvent,
  { kind: 'fault-injected' | 'repaired' | 'check-passed' | 'check-failed' | 'prediction' }
>

function lessonMark(event: LessonEvent): Omit<LessonMark, 'atMs'> {
  switch (event.kind) {
    case 'fault-injected':
      return { kind: 'fault', words: `fault ${event.fault}`, good: null }
    case 'repaired': {
      const how = event.how === null ? '' : ` (${event.how})`
      return { kind: 'repair', words: `fault ${event.fault} mended: ${event.what}${how}`, good: true }
    }
    case 'check-passed':
      return { kind: 'check', words: `${event.check}: ${event.saw}`, good: true }
    case 'check-failed':
      return { kind: 'check', words: `${event.check}: ${event.saw}, wanted: ${event.wanted}`, good: false }
    case 'prediction':
      return { kind: 'prediction', words: `${event.question} ${event.answer}`, good: event.right }
  }
}

function resolutionOf({ state, mac }: Extract<LabEvent, { kind: 'neighbour-changed' }>): Resolution {
  if (state === 'absent') return 'forgotten'
  if (state === 'FAILED') return 'failed'
  return mac === null ? 'asked for' : 'resolved'
}
