import { createRequire } from 'node:module'
import type * as Resvg from '@resvg/resvg-js'
import { fontFile, shippedFamily } from './font/text-width.js'

/** Square pixels of a picture up to which it is drawn twice as large, for dense screens. */
const smallPicture = 600_000

/**
 * An SVG as a PNG in base64. Drawn with the shipped font and no other, so that the picture is the same on every machine.
 */
export function drawPng(svg: string): string {
  return new (library().Resvg)(svg, options(svg)).render().asPng().toString('base64')
}

/** The same on another thread: a large network takes a while. */
export async function drawPngAside(svg: string): Promise<string> {
  const image = await library().renderAsync(svg, options(svg))
  return image.asPng().toString('base64')
}

function options(svg: string): Resvg.ResvgRenderOptions {
  const [, width = '0', height = '0'] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
  return {
    fitTo: { mode: 'zoom', value: Number(width) * Number(height) <= smallPicture ? 2 : 1 },
    font: {
      fontFiles: [fontFile('normal'), fontFile('bold')],
      loadSystemFonts: false,
      defaultFontFamily: shippedFamily,
      sansSerifFamily: shippedFamily,
    },
  }
}

/** Native and slow to load (about 30 ms), so only when the first PNG is drawn. */
function library(): typeof Resvg {
  return createRequire(import.meta.url)('@resvg/resvg-js') as typeof Resvg
}
