import type { LinkStateName } from './change.js'
import type { LabEvent } from './event.js'

/** What happened in a lab, by the one clock of its log: a fold over its events. Times are milliseconds since openLab. */
export interface LabTimeline {
  fromMs: number
  toMs: number
  commands: { fromMs: number; toMs: number | null; command: string; exitCode: number | null }[]
  /** Without gaps from the first notice of a link on; before that nothing was watched. */
  links: { namespace: string; link: string; spans: { state: LinkStateName; fromMs: number; toMs: number }[] }[]
  /** One a ping, in its order; `rttMs` is null for a loss. */
  pings: { from: string; to: string; points: { atMs: number; rttMs: number | null }[] }[]
}

export function foldEvents(events: readonly LabEvent[]): LabTimeline {
  const [fromMs, toMs] = [events[0]?.atMs ?? 0, events.at(-1)?.atMs ?? 0]
  const commands = new Map<number, LabTimeline['commands'][number]>()
  const links = new Map<string, LabTimeline['links'][number]>()
  const pings = new Map<number, LabTimeline['pings'][number]>()
  for (const event of events) {
    const { atMs } = event
    switch (event.kind) {
      case 'command-started':
        commands.set(event.id, { fromMs: atMs, toMs: null, command: event.command, exitCode: null })
        break
      case 'command-ended':
        Object.assign(commands.get(event.id) ?? {}, { toMs: atMs, exitCode: event.exitCode })
        break
      case 'link-changed': {
        const { namespace, link, state } = event
        const key = `${namespace}.${link}`
        const track = links.get(key) ?? { namespace, link, spans: [] }
        links.set(key, track)
        const last = track.spans.at(-1)
        if (last !== undefined) last.toMs = atMs
        if (last?.state === state) last.toMs = toMs
        else track.spans.push({ state, fromMs: atMs, toMs })
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
  return { fromMs, toMs, commands: [...commands.values()], links: [...links.values()], pings: [...pings.values()] }
}
