import { en, type PageWords } from '../words/en.js'
import { drawFrames } from './frames.js'
import { momentsOf } from './moments.js'
import { readEvents } from './read-events.js'
import { drawStrip, stripSize } from './strip.js'

/** Steps beyond these are left out, the oldest first: a page is read, not searched. */
const mostMoments = 240

/**
 * The replay of a lab's life: the network as a picture, links and round trips in a strip, a slider and a button, and a
 * text for each step. It needs its script (page/replay.js) and is not shown without; what it starts from is the end.
 *
 * @param value of an output of the type `mime.events`, from a file of anybody's
 * @param stepOf execution count → the step of the page that ran under it
 * @returns '' where there is nothing to replay
 */
export async function replayHtml(
  value: unknown,
  { prefix, stepOf, words = en }: { prefix: string; stepOf: ReadonlyMap<number, string>; words?: PageWords },
): Promise<string> {
  const moments = momentsOf(readEvents(value), words).slice(-mostMoments)
  if (moments.length < 2) return ''
  const { lines, pictures, of, width, height } = await drawFrames(moments, prefix)
  const strip = drawStrip(moments, words)
  const steps = moments.map(({ atMs, cell, words: said }, index) => {
    return [Math.round(atMs), stepOf.get(cell ?? -1) ?? '', said, of[index] ?? 0]
  })
  const { left, right, width: wide } = stripSize
  const json = JSON.stringify({ lines, pictures, steps }).replaceAll('<', '\\u003c')
  return (
    `<div class="replay" role="group" aria-label="${words.replay.title}">` +
    `<svg class="net" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${words.replay.network}"></svg>` +
    `<svg class="strip" viewBox="0 0 ${wide} ${strip.height}" width="${wide}" height="${strip.height}" role="img" aria-label="${words.replay.strip}">${strip.svg}` +
    `<rect class="veil" x="${wide}" y="0" width="0" height="${strip.height}"/><path class="now" d="M0 0V${strip.height}" transform="translate(${wide - right})"/></svg>` +
    `<div class="run"><button type="button" class="play">${words.script.play}</button>` +
    `<input type="range" min="0" max="${moments.length - 1}" value="${moments.length - 1}" aria-label="${words.replay.step}" style="--from:${round(left / wide)};--to:${round(right / wide)}"></div>` +
    `<p class="told"><span class="when"></span> <a class="who"></a> <span class="what"></span></p>` +
    `<script type="application/json">${json}</script></div>`
  )
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000
}
