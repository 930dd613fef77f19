import { mime, type MimeBundle } from '../../display/index.js'
import { trafficRates, type PingReply, type TrafficRate, type TrafficSample } from '../../network/index.js'
import { counted, formatCount, formatMs, formatSeconds } from '../numbers.js'
import { neutral, palette } from '../palette.js'
import { dressSvg } from '../picture.js'
import { drawPngAside } from '../png.js'
import { text as textLine } from '../topology/svg-parts.js'

/** What was seen so far. */
export interface Watched {
  durationMs: number
  samples: readonly TrafficSample[]
  /** Round trips of a ping beside it, where one was asked for. */
  ping: { from: string; to: string; replies: readonly (PingReply & { atMs: number })[]; lost: number } | null
}

/** Of the words beside a row. */
const small = 12

const size = { width: 440, row: 46, left: 132, right: 96, head: 44, margin: 12 }

/** Each link's packets a second over time, received above its line and sent below, and a ping's round trips; PNG when it has ended. */
export async function watchPanel(watched: Watched, { hasEnded }: { hasEnded: boolean }): Promise<MimeBundle> {
  const rates = [...trafficRates(watched.samples)]
  const words = { title: title(watched, hasEnded), text: text(watched, rates, hasEnded) }
  const rows = [
    ...rates.map(([name, list]) => linkRow(name, list, watched.durationMs)),
    ...(watched.ping === null ? [] : [pingRow(watched.ping, watched.durationMs)]),
  ]
  const content = [
    textLine(words.title, size.margin, 22, { size: 14, weight: 'bold', room: size.width - 2 * size.margin }),
    textLine('packets a second: received above, sent below; scaled row by row', size.margin, 38, {
      size: small,
      fill: neutral.secondary.light,
      room: size.width,
    }),
    ...rows.map((row, index) => `<g transform="translate(0 ${size.head + index * size.row})">${row}</g>`),
  ].join('\n')
  const svg = dressSvg({ content, width: size.width, height: size.head + rows.length * size.row + size.margin }, words)
  return { [mime.text]: words.text, ...(hasEnded && { [mime.png]: await drawPngAside(svg) }), [mime.svg]: svg }
}

function title({ durationMs }: Watched, hasEnded: boolean): string {
  return hasEnded ? `Traffic over ${formatSeconds(durationMs)}` : `Traffic, ${formatSeconds(durationMs)} so far`
}

function text(watched: Watched, rates: readonly (readonly [string, TrafficRate[]])[], hasEnded: boolean): string {
  const last = new Map(watched.samples.at(-1)?.links.map((link) => [`${link.namespace}.${link.link}`, link]))
  const first = new Map(watched.samples[0]?.links.map((link) => [`${link.namespace}.${link.link}`, link]))
  const lines = rates.map(([name]) => {
    const [now, then] = [last.get(name), first.get(name)]
    if (now === undefined) return `${name}: gone.`
    const during = (way: 'received' | 'sent'): string => {
      const packets = now[way].packets - (then?.[way].packets ?? 0)
      const dropped = now[way].dropped - (then?.[way].dropped ?? 0)
      return `${way} ${counted(packets, 'packet')}${dropped > 0 ? ` (${formatCount(dropped)} dropped)` : ''}`
    }
    return `${name}: ${during('received')}, ${during('sent')}.`
  })
  const { ping } = watched
  const trips = ping?.replies.map(({ rttMs }) => rttMs) ?? []
  return [
    `${title(watched, hasEnded)}.${hasEnded ? '' : ' The stop button ends it.'}`,
    ...lines,
    ...(ping === null
      ? []
      : [
          `Ping ${ping.from} → ${ping.to}: ${counted(trips.length, 'reply', 'replies')}` +
            `${trips.length === 0 ? '' : `, the last after ${formatMs(trips.at(-1) ?? 0)} ms`}, ${formatCount(ping.lost)} lost.`,
        ]),
  ].join('\n')
}

function linkRow(name: string, list: readonly TrafficRate[], durationMs: number): string {
  const most = Math.max(1, ...list.flatMap(({ received, sent }) => [received, sent]))
  const now = list.at(-1)
  const middle = size.row / 2
  const bars = list.map(({ atMs, received, sent }, index) => {
    const from = x(list[index - 1]?.atMs ?? 0, durationMs)
    const width = Math.max(1, x(atMs, durationMs) - from - 0.5)
    const bar = (height: number, y: number, colour: string): string =>
      height < 0.5
        ? ''
        : `<rect x="${round(from)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour}"/>`
    const [up, down] = [(received / most) * (middle - 4), (sent / most) * (middle - 4)]
    return bar(up, middle - up, palette.up) + bar(down, middle, palette.lowerLayerDown)
  })
  return [
    textLine(name, size.margin, middle + 4, { size: small, room: size.left - size.margin - 8 }),
    `<path d="M${size.left} ${middle}H${size.width - size.right}" stroke="${neutral.line.light}"/>`,
    ...bars,
    textLine(`↓ ${perSecond(now?.received)}`, size.width - size.right + 8, middle - 4, {
      size: small,
      room: size.right - 12,
    }),
    textLine(`↑ ${perSecond(now?.sent)}`, size.width - size.right + 8, middle + 13, {
      size: small,
      room: size.right - 12,
    }),
  ].join('')
}

function pingRow({ from, to, replies, lost }: NonNullable<Watched['ping']>, durationMs: number): string {
  const most = Math.max(0.001, ...replies.map(({ rttMs }) => rttMs))
  const middle = size.row / 2
  const dots = replies.map(({ atMs, rttMs }) => {
    const y = size.row - 5 - (rttMs / most) * (size.row - 10)
    return `<circle cx="${round(x(atMs, durationMs))}" cy="${round(y)}" r="2.2" fill="${palette.changed}"/>`
  })
  return [
    textLine(`ping ${from} → ${to}`, size.margin, middle + 4, { size: small, room: size.left - size.margin - 8 }),
    `<path d="M${size.left} ${size.row - 3}H${size.width - size.right}" stroke="${neutral.line.light}"/>`,
    ...dots,
    textLine(
      `${replies.length === 0 ? '–' : formatMs(replies.at(-1)?.rttMs ?? 0)} ms`,
      size.width - size.right + 8,
      middle - 4,
      {
        size: small,
        room: size.right - 12,
      },
    ),
    textLine(`${formatCount(lost)} lost`, size.width - size.right + 8, middle + 13, {
      size: small,
      fill: neutral.secondary.light,
      room: size.right - 12,
    }),
  ].join('')
}

function x(atMs: number, durationMs: number): number {
  return size.left + (atMs / Math.max(1, durationMs)) * (size.width - size.right - size.left)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function perSecond(rate = 0): string {
  return `${formatCount(rate)}/s`
}
