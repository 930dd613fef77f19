import { randomUUID } from 'node:crypto'
import { currentSink, mime, type Displayable, type MimeBundle } from '../display/index.js'
import type { Node } from '../engine/index.js'
import type { Emit, PingReply, PingResult } from '../network/index.js'
import { ping } from '../tools/index.js'
import { pingSummary, rttPlot } from '../views/index.js'
import { StoppedError } from './errors.js'
import { inForeground } from './notebook/foreground.js'
import { showable } from './shown.js'

/** Options of lab.ping. */
export interface PingOptions {
  /** Echo requests to send; 5 by default. */
  count?: number
  /** Milliseconds from one request to the next, at least 2; 200 by default. */
  intervalMs?: number
  /** Milliseconds to wait for the last replies; 4000 by default. */
  timeoutMs?: number
  /** Bytes of data in each request, 16 to 65507; 56 by default. */
  size?: number
  /** Time to live of the requests, 1 to 255: routers that one may pass, and one more. */
  ttl?: number
}

/** What ping told, with pictures. Shown as a summary where it was called. */
export interface PingReport extends PingResult, Displayable {
  /** Each reply's RTT by its number, losses as crosses; other pings beside it in the same chart. */
  plot(...others: PingResult[]): Displayable
}

const defaultCount = 5

export async function pingReport(
  node: Node,
  from: string,
  to: string,
  options: PingOptions,
  emit: Emit,
): Promise<PingReport> {
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  const count = options.count ?? defaultCount
  const progress = showProgress(from, to, count)
  const result = await inForeground({ interrupt: stop, stop }, () =>
    ping(node, { from, to, ...options, count }, emit, { signal: stopping.signal, onReply: progress.onReply }),
  ).catch((error: unknown) => {
    progress.fail()
    throw error
  })
  progress.end(result)
  if (stopping.signal.aborted) {
    const told = `${result.stats.received} of ${count} replies`
    throw new StoppedError(`The ping from ${from} to ${to} was stopped after ${told}.`, result)
  }
  return withPictures(result)
}

function withPictures(result: PingResult): PingReport {
  const plot = (...others: PingResult[]): Displayable => showable({}, { bundle: () => rttPlot([result, ...others]) })
  return showable(result, { wasShown: true, bundle: () => pingSummary(result), methods: { plot } })
}

interface Progress {
  onReply: (reply: PingReply) => void
  end: (result: PingResult) => void
  fail: () => void
}

/** How far it is, at most ten times a second where a front end can replace what it shows; the summary at the end. */
function showProgress(from: string, to: string, count: number): Progress {
  const sink = currentSink()
  const end = (result: PingResult): void => sink.display(pingSummary(result))
  if (!sink.isLive) return { onReply: () => undefined, end, fail: () => undefined }
  const id = randomUUID()
  const told = { received: 0, last: '', lost: 0 }
  let isShown = false
  const show = (bundle: MimeBundle): void => {
    if (isShown) sink.update(id, bundle)
    else sink.display(bundle, { id })
    isShown = true
  }
  const showCount = (): void => {
    const losses = told.lost > 0 ? `, ${told.lost} without one` : ''
    const text = `Pinging ${to} from ${from}: ${told.received} of ${count} replies${told.last}${losses}. The stop button ends it.`
    show({ [mime.text]: text })
  }
  // Also where nothing comes back: a wait says that it is one.
  const timer = setInterval(showCount, 100)
  return {
    onReply: ({ seq, rttMs }) => {
      told.received++
      told.last = `, the last after ${rttMs} ms`
      told.lost = seq - told.received
    },
    end: (result) => {
      clearInterval(timer)
      show(pingSummary(result))
    },
    fail: () => {
      clearInterval(timer)
      if (isShown) show({ [mime.text]: `The ping from ${from} to ${to} did not run.` })
    },
  }
}
