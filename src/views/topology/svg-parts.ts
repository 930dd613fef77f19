import { escapeMarkup } from '../../display/index.js'
import { fitText, type FontWeight } from '../font/text-width.js'
import { neutral, palette } from '../palette.js'
import type { Rectangle } from './geometry.js'

export interface TextStyle {
  size: number
  weight?: FontWeight
  fill?: string
  anchor?: 'start' | 'end'
  /** Pixels it may take. */
  room?: number
}

/** One line of text; what does not fit is cut, and said in full to a pointer that rests on it. */
export function text(words: string, x: number, y: number, style: TextStyle): string {
  const { size, weight = 'normal', fill = neutral.ink.light, anchor = 'start', room = Infinity } = style
  const shown = fitText(words, room, size, weight)
  const whole = shown === words ? '' : `<title>${escapeMarkup(words)}</title>`
  const attributes = [
    `x="${x}" y="${y}" font-size="${size}" fill="${fill}"`,
    ...(weight === 'bold' ? ['font-weight="bold"'] : []),
    ...(anchor === 'end' ? ['text-anchor="end"'] : []),
  ]
  return `<text ${attributes.join(' ')}>${escapeMarkup(shown)}${whole}</text>`
}

/** The frame of what just changed. */
export function halo({ x, y, width, height }: Rectangle): string {
  return (
    `<rect class="halo" x="${x - 3}" y="${y - 3}" width="${width + 6}" height="${height + 6}" rx="7" fill="none" ` +
    `stroke="${palette.changed}" stroke-width="2.5"/>`
  )
}

/** The frame of the place where something is wrong, with a cross at its corner. */
export function faultMark({ x, y, width, height }: Rectangle): string {
  const [cx, cy] = [x + width, y]
  return (
    `<rect class="fault" x="${x - 4}" y="${y - 4}" width="${width + 8}" height="${height + 8}" rx="7" fill="none" ` +
    `stroke="${palette.lost}" stroke-width="3.5"/>` +
    `<circle cx="${cx}" cy="${cy}" r="9" fill="${palette.lost}"/>` +
    `<path d="M${cx - 4} ${cy - 4}l8 8m0 -8l-8 8" stroke="#ffffff" stroke-width="2.2" stroke-linecap="round"/>`
  )
}
