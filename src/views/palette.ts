import type { LinkStateName } from '../network/index.js'

/**
 * The colours of every picture. Found by search so that each serves a white and a #111 ground (contrast ≥ 3.1 : 1 on
 * both) and any two can be told apart in normal, protan, deutan and tritan vision (ΔE ≥ 27): test/views/palette.test.ts
 * keeps both promises. Colour never stands alone: see state-style.ts for the second sign.
 */
export const palette = {
  up: '#7783fd',
  unused: '#808080',
  waiting: '#f75e13',
  lowerLayerDown: '#a0643e',
  lost: '#b8009d',
  changed: '#8d1afb',
} as const

/**
 * Neutral colours of a picture's own ground: front ends show an SVG as an image that knows nothing of their theme, so
 * each picture brings its surface along. `dark` is what the same part turns to where the page is dark.
 */
export const neutral = {
  ground: { light: '#ffffff', dark: '#111111' },
  surface: { light: '#f4f5f7', dark: '#1e1f22' },
  ink: { light: '#1c1d20', dark: '#f1f1f3' },
  secondary: { light: '#5c5f66', dark: '#b3b6bd' },
  line: { light: '#c9ccd2', dark: '#4a4d54' },
} as const

export const stateColour: Readonly<Record<LinkStateName, string>> = {
  absent: palette.unused,
  'admin down': palette.unused,
  'lower layer down': palette.lowerLayerDown,
  'no carrier': palette.waiting,
  up: palette.up,
}

/** At most three series share a chart; each has a shape of its own as well. */
export const seriesStyle = [
  { colour: palette.up, shape: 'circle' },
  { colour: palette.lowerLayerDown, shape: 'triangle-up' },
  { colour: palette.changed, shape: 'diamond' },
] as const
