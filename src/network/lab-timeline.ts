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
  /** One a ping, in its order; `rttMs` is null for a loss. */
  pings: { from: string; to: string; points: { atMs: number; rttMs: number | null }[] }[]
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
        found.points.push({ atMs, rttMs: event.kind === 'reply-received' ? event.rttMs : null })
        break
      }
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
  }
}

function resolutionOf({ state, mac }: Extract<LabEvent, { kind: 'neighbour-changed' }>): Resolution {
  if (state === 'absent') return 'forgotten'
  if (state === 'FAILED') return 'failed'
  return mac === null ? 'asked for' : 'resolved'
}
