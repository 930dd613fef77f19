import type { PingError, PingReply, PingStats } from '../ping.js'

/** What one line of ping told. */
export type PingNotice =
  | { kind: 'reply'; reply: PingReply; isDuplicate: boolean }
  | { kind: 'error'; error: PingError }
  /** ping -O: not lost yet, but late. */
  | { kind: 'pending'; seq: number }

export interface PingReport {
  replies: PingReply[]
  duplicates: PingReply[]
  errors: PingError[]
  /** Sequence numbers that were sent and not answered, each with the best known reason. */
  lost: { seq: number; reason: string }[]
  stats: PingStats
}

const reply =
  /^\d+ bytes from .+? (?:icmp_)?[sr]eq=(\d+)(?: ident=\d+)? (?:ttl|hlim)=(\d+)(?: time[=<]([\d.]+) ms)?((?: \([^)]*\))*)$/
const said = /^From (\S+?)(?: \(([^)]+)\))?:? icmp_[sr]eq=(\d+) (.+)$/
const pending = /^no answer yet for icmp_[sr]eq=(\d+)/
const refused = /^(?:ping6?: )?(?:(?:connect|sendmsg|sendto|local error): )?(.+)$/
const totals = /^(\d+) packets transmitted, (\d+) (?:packets )?received/
const times = /^(?:rtt|round-trip) min\/avg\/max(?:\/(?:mdev|stddev))? = ([\d.]+)\/([\d.]+)\/([\d.]+)(?:\/([\d.]+))? ms/

/**
 * Reads what ping(8) of iputils prints, line by line as it comes, and in whatever state it was cut off. Locale C.
 * Source of the format: iputils' ping/ping.c, ping6_common.c and ping_common.c (gather_statistics, finish); releases
 * since 2010, which differ in `icmp_req=`, `connect: …` without a `ping: ` before it, and a colon after who said it.
 */
export class PingParser {
  private readonly replies: PingReply[] = []
  private readonly duplicates: PingReply[] = []
  private readonly errors: PingError[] = []
  private readonly received = new Set<number>()
  private highest = 0
  private totals: { sent: number; received: number } | null = null
  private times: { minMs: number; avgMs: number; maxMs: number; mdevMs: number | null } | null = null

  /** A whole line of stdout, without its end. Null: nothing of note. */
  line(text: string): PingNotice | null {
    return this.reply(text) ?? this.said(text) ?? this.pending(text) ?? this.summary(text)
  }

  /** A whole line of stderr: the sender's own kernel, or ping itself, refuses. */
  errorLine(text: string): PingNotice | null {
    if (text.trim() === '' || /warning/i.test(text)) return null
    const reason = refused.exec(text)?.[1]
    return reason === undefined ? null : this.error({ seq: null, from: null, reason })
  }

  report(): PingReport {
    const sent = Math.max(this.totals?.sent ?? this.highest, this.received.size)
    const received = Math.min(sent, Math.max(this.totals?.received ?? 0, this.received.size))
    const none = { minMs: null, avgMs: null, maxMs: null, mdevMs: null }
    return {
      replies: [...this.replies],
      duplicates: [...this.duplicates],
      errors: [...this.errors],
      lost: this.lost(sent),
      stats: {
        sent,
        received,
        lossRatio: sent === 0 ? 1 : (sent - received) / sent,
        ...(received === 0 ? none : (this.times ?? summarise(this.replies.map(({ rttMs }) => rttMs)) ?? none)),
      },
    }
  }

  private reply(text: string): PingNotice | null {
    const [matched, seqText, ttlText, rttText, rest = ''] = reply.exec(text) ?? []
    if (matched === undefined) return null
    const seq = Number(seqText)
    this.highest = Math.max(this.highest, seq)
    if (rest.includes('BAD CHECKSUM')) return this.error({ seq, from: null, reason: 'bad checksum in the reply' })
    const isDuplicate = rest.includes('(DUP!)') || this.received.has(seq)
    if (!isDuplicate) this.received.add(seq)
    // Fewer than 16 bytes of data have no room for a time stamp.
    if (rttText === undefined) return null
    const one = { seq, ttl: Number(ttlText), rttMs: Number(rttText) }
    ;(isDuplicate ? this.duplicates : this.replies).push(one)
    return { kind: 'reply', reply: one, isDuplicate }
  }

  private said(text: string): PingNotice | null {
    const [matched, who = '', address, seqText, reason = ''] = said.exec(text) ?? []
    // A redirect tells of a better way; the packet itself went on.
    if (matched === undefined || reason.startsWith('Redirect')) return null
    const seq = Number(seqText)
    this.highest = Math.max(this.highest, seq)
    return this.error({ seq, from: address ?? who.replace(/:$/, ''), reason })
  }

  private pending(text: string): PingNotice | null {
    const seq = Number(pending.exec(text)?.[1] ?? Number.NaN)
    if (Number.isNaN(seq)) return null
    this.highest = Math.max(this.highest, seq)
    return { kind: 'pending', seq }
  }

  private summary(text: string): null {
    const [, sent, received] = totals.exec(text) ?? []
    if (sent !== undefined) this.totals = { sent: Number(sent), received: Number(received) }
    const [, min, avg, max, mdev] = times.exec(text) ?? []
    if (min !== undefined) {
      const mdevMs = mdev === undefined ? null : Number(mdev)
      this.times = { minMs: Number(min), avgMs: Number(avg), maxMs: Number(max), mdevMs }
    }
    return null
  }

  private error(error: PingError): PingNotice {
    this.errors.push(error)
    return { kind: 'error', error }
  }

  private lost(sent: number): { seq: number; reason: string }[] {
    const reasons = new Map(this.errors.map(({ seq, reason }) => [seq, reason]))
    const other = reasons.get(null) ?? 'no answer'
    // Nothing was sent at all: the first one was refused.
    if (sent === 0) return reasons.has(null) ? [{ seq: 1, reason: other }] : []
    return Array.from({ length: sent }, (_, position) => position + 1)
      .filter((seq) => !this.received.has(seq))
      .map((seq) => ({ seq, reason: reasons.get(seq) ?? other }))
  }
}

/** As ping computes it: mdev is the population's standard deviation. */
function summarise(rtts: readonly number[]) {
  if (rtts.length === 0) return null
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const avgMs = mean(rtts)
  const mdevMs = Math.sqrt(Math.max(0, mean(rtts.map((rtt) => rtt * rtt)) - avgMs * avgMs))
  return { minMs: Math.min(...rtts), avgMs, maxMs: Math.max(...rtts), mdevMs }
}
