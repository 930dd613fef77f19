import type { PingResult } from '../../network/index.js'
import { formatMs, quantile } from '../numbers.js'
import { englishPictures, pictureTexts, type PingTexts } from '../picture-words.js'

/** What a ping says, computed once for the chart, its title and its text. Times are milliseconds. */
export interface PingFigures {
  sent: number
  received: number
  /** In the order of sequence numbers; only replies whose time is a number. */
  replies: { seq: number; rttMs: number }[]
  lost: { seq: number; reason: string }[]
  medianMs: number | null
  p95Ms: number | null
}

export function pingFigures(result: PingResult): PingFigures {
  const replies = result.replies
    .filter((reply) => Number.isFinite(reply.rttMs))
    .map(({ seq, rttMs }) => ({ seq, rttMs }))
    .sort((a, b) => a.seq - b.seq)
  const answered = new Set(result.replies.map((reply) => reply.seq))
  const reasons = new Map(result.errors.map((error) => [error.seq, errorWords(error, drawn)]))
  const lost: PingFigures['lost'] = []
  for (let seq = 1; seq <= result.stats.sent; seq++) {
    if (!answered.has(seq)) lost.push({ seq, reason: reasons.get(seq) ?? 'no answer' })
  }
  const sorted = replies.map((reply) => reply.rttMs).sort((a, b) => a - b)
  return {
    sent: result.stats.sent,
    received: answered.size,
    replies,
    lost,
    medianMs: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
  }
}

/** What stands in a chart. */
const drawn = englishPictures.ping

function errorWords({ from, reason }: PingResult['errors'][number], words: PingTexts): string {
  return from === null ? reason : words.said(reason, from)
}

/** `ns1 → ns2 (192.168.1.102)`. */
export function pingRoute({ from, to, target }: PingResult): string {
  return target === null || target === to ? `${from} → ${to}` : `${from} → ${target} (${to})`
}

/** `100 pings ns1 → 192.168.1.102: none lost, median 0.05 ms`. */
export function pingTitle(result: PingResult, figures: PingFigures, words: PingTexts = pictureTexts().ping): string {
  const route = pingRoute(result)
  const [firstError] = result.errors
  const because = firstError === undefined ? '' : words.because(errorWords(firstError, words))
  const stopped = result.isInterrupted ? words.stopped : ''
  if (figures.sent === 0) return `${words.nothingSent(route)}${because}${stopped}`
  const pings = words.pings(figures.sent, route)
  if (figures.medianMs === null) return `${words.noneAnswered(pings)}${because}${stopped}`
  if (figures.sent === 1) return words.answered(pings, formatMs(figures.medianMs))
  return `${words.figures(pings, figures.lost.length, formatMs(figures.medianMs))}${stopped}`
}

/** The title as it stands in a chart. */
export function drawnTitle(result: PingResult, figures: PingFigures): string {
  return pingTitle(result, figures, drawn)
}

/** The title without what the figures below it say: whose they are, and what no figure tells. */
export function pingHeading(result: PingResult, figures: PingFigures): string {
  const isPlain = figures.medianMs !== null && result.errors.length === 0 && !result.isInterrupted
  return isPlain ? pictureTexts().ping.pings(figures.sent, pingRoute(result)) : pingTitle(result, figures)
}

/** The title as a sentence, the figures, and what was lost or came twice. */
export function pingText(result: PingResult, figures: PingFigures = pingFigures(result)): string {
  const words = pictureTexts().ping
  const lines = [words.sentence(pingTitle(result, figures))]
  const times = figures.replies.map((reply) => reply.rttMs)
  if (times.length > 1 && figures.medianMs !== null && figures.p95Ms !== null) {
    const min = times.reduce((low, time) => Math.min(low, time), Infinity)
    const max = times.reduce((high, time) => Math.max(high, time), 0)
    lines.push(words.roundTrip(formatMs(min), formatMs(figures.medianMs), formatMs(figures.p95Ms), formatMs(max)))
  }
  if (figures.lost.length > 0 && figures.received > 0) {
    lines.push(words.lost(ranges(figures.lost.map((each) => each.seq))))
  }
  const reasons = result.errors.map((error) => errorWords(error, words))
  for (const [reason, count] of tally(reasons)) lines.push(words.times(reason, count))
  if (result.duplicates.length > 0) lines.push(words.twice(ranges(result.duplicates.map((each) => each.seq))))
  return lines.join('\n')
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** `4, 7–9`; at most eight pieces, then a count. */
export function ranges(numbers: readonly number[], limit = 8): string {
  const pieces: { from: number; to: number }[] = []
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = pieces.at(-1)
    if (last && number === last.to + 1) last.to = number
    else pieces.push({ from: number, to: number })
  }
  const shown = pieces.slice(0, limit).map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`))
  const rest = pieces.slice(limit).reduce((sum, { from, to }) => sum + to - from + 1, 0)
  return rest === 0 ? shown.join(', ') : pictureTexts().ping.more(shown.join(', '), rest)
}
