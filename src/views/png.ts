import { createRequire } from 'node:module'
import type * as Resvg from '@resvg/resvg-js'
import { fontFile, shippedFamily } from './font/text-width.js'

/**
 * An SVG as a PNG in base64, twice its natural size for dense screens. Drawn with the shipped font and no other, so
 * that the picture is the same on every machine.
 */
export function drawPng(svg: string): string {
  return new (library().Resvg)(svg, options()).render().asPng().toString('base64')
}

/** The same on another thread: a large network takes a while. */
export async function drawPngAside(svg: string): Promise<string> {
  const image = await library().renderAsync(svg, options())
  return image.asPng().toString('base64')
}

function options(): Resvg.ResvgRenderOptions {
  return {
    fitTo: { mode: 'zoom', value: 2 },
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
