import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { readFontMetrics, type FontMetrics } from './truetype.js'

/**
 * Pictures are laid out for DejaVu Sans, which this package brings along (licence: node_modules/dejavu-fonts-ttf/LICENSE)
 * and PNGs are drawn with. Browsers take the first family they have; each of these is at most as wide as DejaVu Sans,
 * so what does not collide here collides nowhere.
 */
export const fontFamily = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

/** The family name inside the shipped files. */
export const shippedFamily = 'DejaVu Sans'

export type FontWeight = 'normal' | 'bold'

const require = createRequire(import.meta.url)

export function fontFile(weight: FontWeight): string {
  return require.resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${weight === 'bold' ? '-Bold' : ''}.ttf`)
}

const fonts: Partial<Record<FontWeight, { metrics: FontMetrics; advances: Map<string, number> }>> = {}

/** Width in pixels of one line of text. */
export function textWidth(text: string, size: number, weight: FontWeight = 'normal'): number {
  const font = (fonts[weight] ??= { metrics: readFontMetrics(readFileSync(fontFile(weight))), advances: new Map() })
  let width = 0
  for (const character of text) {
    let advance = font.advances.get(character)
    if (advance === undefined) {
      advance = font.metrics.advance(character.codePointAt(0) ?? 0)
      font.advances.set(character, advance)
    }
    width += advance
  }
  return width * size
}

/** The text, or as much of it as fits into so many pixels with an ellipsis. */
export function fitText(text: string, maxWidth: number, size: number, weight: FontWeight = 'normal'): string {
  if (textWidth(text, size, weight) <= maxWidth) return text
  const characters = [...text]
  let low = 0
  let high = characters.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const fits = textWidth(`${characters.slice(0, middle).join('')}…`, size, weight) <= maxWidth
    if (fits) low = middle
    else high = middle - 1
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`
}
