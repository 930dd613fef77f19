import { escapeMarkup } from '../../display/index.js'
import type { LinkStateName } from '../../network/index.js'
import { palette, stateColour } from '../../views/index.js'
import type { PageWords } from '../words/en.js'
import type { Moment } from './moments.js'

/** Pixels of the drawing; a page scales it. The slider below stands on the same steps. */
export const stripSize = { width: 640, left: 150, right: 14, row: 24, ping: 34 } as const

/** More rows than this make no picture; they are told in the steps' words. */
const mostRows = 12

/** Heights of bands, so that a state is told by more than its colour. */
const heights: Record<LinkStateName, number> = {
  up: 12,
  'no carrier': 6,
  'lower layer down': 6,
  'admin down': 3,
  absent: 0,
}

/**
 * All of a lab's life in a strip: a band for each link that was told of, dots for replies and crosses for what was lost,
 * each step as wide as any other, since minutes may pass between two cells and a millisecond between two links.
 */
export function drawStrip(moments: readonly Moment[], words: PageWords): { svg: string; height: number } {
  const { width, left, right, row, ping } = stripSize
  const at = (index: number): number => round(left + ((width - left - right) * index) / Math.max(1, moments.length - 1))
  const links = [...new Set(moments.flatMap((moment) => Object.keys(moment.links)))].slice(0, mostRows)
  const pings = [...new Set(moments.flatMap(({ replies }) => replies.map((each) => each.ping)))].slice(0, mostRows)
  const parts: string[] = []
  let y = 6
  const ticks = moments.flatMap(({ isCommand }, index) => (isCommand ? [`M${at(index)} ${y + 4}v12`] : []))
  if (ticks.length > 0) {
    parts.push(name(words.replay.commands, y), `<path d="${ticks.join('')}" stroke="#808080" stroke-width="2"/>`)
    y += row
  }
  for (const link of links) {
    parts.push(
      name(link, y),
      bands(
        moments.map((moment) => moment.links[link] ?? 'absent'),
        at,
        y + 10,
      ),
    )
    y += row
  }
  for (const each of pings) {
    parts.push(name(each, y + 5), marks(moments, each, at, y, ping))
    y += ping
  }
  return { svg: parts.join(''), height: y + 4 }
}

function name(words: string, y: number): string {
  const shown = words.length > 20 ? `${words.slice(0, 19)}…` : words
  return `<text x="${stripSize.left - 12}" y="${y + 14}" text-anchor="end">${escapeMarkup(shown)}</text>`
}

function bands(states: readonly LinkStateName[], at: (index: number) => number, middle: number): string {
  const parts: string[] = []
  let from = 0
  for (let index = 1; index <= states.length; index++) {
    const state = states[from] ?? 'absent'
    if (index < states.length && states[index] === state) continue
    const end = Math.min(index, states.length - 1)
    const height = heights[state]
    const width = round(Math.max(at(end) - at(from), 3))
    if (height > 0) {
      parts.push(
        `<rect x="${at(from)}" y="${middle - height / 2}" width="${width}" height="${height}" fill="${stateColour[state]}"/>`,
      )
    }
    from = index
  }
  return parts.join('')
}

/** Higher is slower; a loss stands at the top, as a cross. */
function marks(
  moments: readonly Moment[],
  ping: string,
  at: (index: number) => number,
  top: number,
  height: number,
): string {
  const of = (moment: Moment) => moment.replies.filter((reply) => reply.ping === ping)
  const slowest = Math.max(0.001, ...moments.flatMap((moment) => of(moment).flatMap(({ rttMs }) => rttMs ?? [])))
  const [dots, crosses]: [string[], string[]] = [[], []]
  for (const [index, moment] of moments.entries()) {
    const replies = of(moment)
    const wide = at(index) - at(Math.max(0, index - 1))
    for (const [order, { rttMs }] of replies.entries()) {
      const x = round(at(index) - wide * (1 - (order + 1) / replies.length))
      if (rttMs === null) crosses.push(`M${x - 4} ${top + 3}l8 8m0-8l-8 8`)
      else dots.push(`M${x} ${round(top + height - 7 - ((height - 14) * rttMs) / slowest)}h0`)
    }
  }
  return (
    `<path d="${dots.join('')}" stroke="${palette.up}" stroke-width="5" stroke-linecap="round"/>` +
    (crosses.length === 0
      ? ''
      : `<path d="${crosses.join('')}" stroke="${palette.lost}" stroke-width="2" fill="none"/>`)
  )
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
