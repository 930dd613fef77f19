import { describe, expect, it } from 'vitest'
import { neutral, palette } from '../../src/views/palette.js'

type Triple = [number, number, number]

function linear(colour: string): Triple {
  const channel = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

/** WCAG 2.2, relative luminance. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r, g, b] = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const vision: Record<string, [Triple, Triple, Triple]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

function seen(colour: string, matrix: [Triple, Triple, Triple]): Triple {
  const rgb = linear(colour)
  return matrix.map((row) => {
    const value = row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]
    return Math.min(1, Math.max(0, value))
  }) as Triple
}

/** CIELAB, D65. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29)
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function distance(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

const colours = Object.entries(palette)

describe('palette', () => {
  it.each(colours)('%s stands out from white and from #111', (_, colour) => {
    expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(3.1)
    expect(contrast(colour, '#111111')).toBeGreaterThanOrEqual(3.1)
  })

  it.each(Object.entries(vision))('any two colours differ in %s vision', (_, matrix) => {
    for (const [index, [one, first]] of colours.entries()) {
      for (const [other, second] of colours.slice(index + 1)) {
        const apart = distance(lab(seen(first, matrix)), lab(seen(second, matrix)))
        expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(27)
      }
    }
  })

  it.each(['light', 'dark'] as const)('words can be read on the %s ground and surface', (side) => {
    for (const ground of [neutral.ground[side], neutral.surface[side]]) {
      expect(contrast(neutral.ink[side], ground)).toBeGreaterThanOrEqual(7)
      expect(contrast(neutral.secondary[side], ground)).toBeGreaterThanOrEqual(4.5)
    }
  })
})
