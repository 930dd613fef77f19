import { color } from 'd3-color'

/** Red, green, blue: 0 to 255. */
export type Rgb = [number, number, number]

/** The page's grounds behind an output, and what text on them needs: WCAG 2.1, 1.4.3. */
const grounds: Record<'light' | 'dark', Rgb> = { light: [245, 246, 248], dark: [26, 27, 30] }
const enough = 4.7

/** A colour as CSS writes it (level 3); undefined for what is none, or lets what is behind it through. */
export function readColour(text: string): Rgb | undefined {
  const { r, g, b, opacity } = color(text)?.rgb() ?? { r: NaN, g: NaN, b: NaN, opacity: 0 }
  const parts = [r, g, b].map((part) => Math.max(0, Math.min(255, Math.round(part)))) as Rgb
  return opacity === 1 && parts.every(Number.isFinite) ? parts : undefined
}

/** WCAG's relative luminance, 0 to 1. */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG's contrast ratio, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (bright + 0.05) / (dark + 0.05)
}

/** A text colour darkened for the light page and lightened for the dark one, each just as far as it must. */
export const readableColour = {
  both: (colour: Rgb) =>
    `light-dark(${hex(shift(colour, [0, 0, 0], grounds.light))},${hex(shift(colour, [255, 255, 255], grounds.dark))})`,
  on: (ground: Rgb) => (contrast([0, 0, 0], ground) >= contrast([255, 255, 255], ground) ? '#000' : '#fff'),
}

function shift(colour: Rgb, towards: Rgb, ground: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = colour.map((part, index) => Math.round(part + ((towards[index] ?? 0) - part) * share)) as Rgb
    if (contrast(mixed, ground) >= enough) return mixed
  }
  return towards
}

function hex(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
