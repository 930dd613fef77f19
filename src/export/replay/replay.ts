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
  { prefix, stepOf }: { prefix: string; stepOf: ReadonlyMap<number, string> },
): Promise<string> {
  const moments = momentsOf(readEvents(value)).slice(-mostMoments)
  if (moments.length < 2) return ''
  const { lines, pictures, of, width, height } = await drawFrames(moments, prefix)
  const strip = drawStrip(moments)
  const steps = moments.map(({ atMs, cell, words }, index) => {
    return [Math.round(atMs), stepOf.get(cell ?? -1) ?? '', words, of[index] ?? 0]
  })
  const { left, right, width: wide } = stripSize
  const json = JSON.stringify({ lines, pictures, steps }).replaceAll('<', '\\u003c')
  return (
    `<div class="replay" role="group" aria-label="Replay">` +
    `<svg class="net" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The network at this step"></svg>` +
    `<svg class="strip" viewBox="0 0 ${wide} ${strip.height}" width="${wide}" height="${strip.height}" role="img" aria-label="Links and round trips, step by step">${strip.svg}` +
    `<rect class="veil" x="${wide}" y="0" width="0" height="${strip.height}"/><path class="now" d="M0 0V${strip.height}" transform="translate(${wide - right})"/></svg>` +
    `<div class="run"><button type="button" class="play">Play</button>` +
    `<input type="range" min="0" max="${moments.length - 1}" value="${moments.length - 1}" aria-label="Step" style="--from:${round(left / wide)};--to:${round(right / wide)}"></div>` +
    `<p class="told"><span class="when"></span> <a class="who"></a> <span class="what"></span></p>` +
    `<script type="application/json">${json}</script></div>`
  )
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000
}
