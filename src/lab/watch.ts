import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { currentSink, type Displayable, type MimeBundle } from '../display/index.js'
import type { Node } from '../engine/index.js'
import { FIRST_NODE, type Emit, type LinkTraffic, type PingReply, type TrafficSample } from '../network/index.js'
import { ping, watchTraffic } from '../tools/index.js'
import { watchPanel } from '../views/index.js'
import { inForeground } from './notebook/foreground.js'
import { showable } from './shown.js'

/** Options of lab.watch. */
export interface WatchOptions {
  /** Pings beside it, once an interval: the namespace that sends, and the address or namespace that is to answer. */
  ping?: readonly [from: string, to: string]
  /** Ends by itself after that many milliseconds; else only the stop button ends it. */
  forMs?: number
  /** From one reading to the next, in milliseconds: 500 by default, 100 at least. */
  intervalMs?: number
}

/** What every link carried meanwhile, and the pings. */
export interface WatchReport extends Displayable {
  durationMs: number
  samples: TrafficSample[]
  /** Null where none was asked for. `atMs` is milliseconds since the watch began. */
  ping: { from: string; to: string; replies: (PingReply & { atMs: number })[]; lost: number } | null
}

/**
 * Shows in place what every link carries, until the stop button or `forMs` ends it; the last picture stays.
 * @throws RangeError where an option is out of bounds, or the ping names no namespace; TypeError where there is no such option
 */
export async function watchReport(node: Node, options: WatchOptions, emit: Emit): Promise<WatchReport> {
  const odd = Object.keys(options).find((name) => !['ping', 'forMs', 'intervalMs'].includes(name))
  if (odd !== undefined) throw new TypeError(`lab.watch has no option ${odd}; it has ping, forMs and intervalMs.`)
  const { intervalMs = 500, forMs } = options
  within('intervalMs', intervalMs, 100, 60_000)
  if (forMs !== undefined) within('forMs', forMs, intervalMs, 86_400_000)
  const ending = new AbortController()
  const end = (): boolean => {
    ending.abort()
    return true
  }
  if (options.ping !== undefined && !Array.isArray(options.ping))
    throw new TypeError("ping is a list of the sender and the target: ping: ['ns1', 'ns2']")
  const startedAt = performance.now()
  const seen: Seen = { durationMs: 0, samples: [], ping: null }
  const now = (): number => (seen.durationMs = performance.now() - startedAt)
  const picture = livePicture(seen)
  const timer = forMs === undefined ? undefined : globalThis.setTimeout(end, forMs)
  await inForeground({ interrupt: end, stop: end }, () =>
    Promise.all([
      traffic(node, intervalMs, ending.signal, (links) => {
        seen.samples.push({ atMs: now(), links })
        picture.follow()
      }),
      options.ping === undefined ? undefined : pingBeside(node, options.ping, seen, { intervalMs, ending, emit, now }),
    ]),
  ).finally(() => {
    clearTimeout(timer)
    end()
  })
  now()
  const bundle = await picture.end()
  return showable(seen, { wasShown: true, bundle: () => bundle })
}

type Seen = Omit<WatchReport, keyof Displayable>

/** The links of all machines, each time that every one has told its own. */
function traffic(node: Node, intervalMs: number, signal: AbortSignal, onLinks: (links: LinkTraffic[]) => void) {
  const machines = [FIRST_NODE, ...node.nodes.map(({ name }) => name)]
  const told = new Map<string, LinkTraffic[]>()
  return watchTraffic(node, intervalMs, signal, (machine, links) => {
    told.set(machine, links)
    if (told.size < machines.length) return
    onLinks(machines.flatMap((name) => told.get(name) ?? []))
    told.clear()
  })
}

/** Pings until the watch ends. */
async function pingBeside(
  node: Node,
  [from, to]: readonly [string, string],
  seen: Seen,
  { intervalMs, ending, emit, now }: { intervalMs: number; ending: AbortController; emit: Emit; now: () => number },
): Promise<void> {
  const sent = { from, to, replies: [] as (PingReply & { atMs: number })[], lost: 0 }
  seen.ping = sent
  const onReply = (reply: PingReply): void => {
    sent.replies.push({ ...reply, atMs: now() })
    sent.lost = reply.seq - sent.replies.length
  }
  const request = { from, to, count: 1_000_000, intervalMs }
  try {
    const { stats } = await ping(node, request, emit, { signal: ending.signal, onReply })
    sent.lost = stats.sent - stats.received
  } catch (error) {
    ending.abort()
    throw error
  }
}

/** From the beginning of one drawing to the next one's, in milliseconds. */
const DRAWING_MS = 100

/** One drawing after another, the newest next; the last one in full. */
function livePicture(seen: Seen): { follow: () => void; end: () => Promise<MimeBundle> } {
  const [sink, id] = [currentSink(), randomUUID()]
  let drawing = Promise.resolve()
  let isDrawing = false
  let isStale = false
  let isShown = false
  const show = (bundle: MimeBundle): void => {
    if (isShown) sink.update(id, bundle)
    else sink.display(bundle, { id })
    isShown = true
  }
  return {
    follow() {
      isStale = true
      if (!sink.isLive || isDrawing) return
      isDrawing = true
      drawing = (async () => {
        while (isStale) {
          isStale = false
          const startedAt = performance.now()
          show(await watchPanel(seen, { hasEnded: false }))
          await setTimeout(startedAt + DRAWING_MS - performance.now())
        }
      })().finally(() => (isDrawing = false))
      // Told where its end is waited for.
      drawing.catch(() => undefined)
    },
    async end() {
      isStale = false
      await drawing
      const bundle = await watchPanel(seen, { hasEnded: true })
      show(bundle)
      return bundle
    },
  }
}

function within(name: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) throw new RangeError(`${name} is from ${min} to ${max}, not ${value}`)
}
