import { palette, stateColour } from '../palette.js'
import type { DrawnSpan } from './drawn-spans.js'

/**
 * How a state looks on a band: by colour, and for those who do not see it by thickness and by the dash of its line.
 * A hollow one is drawn as the outline of its box.
 */
export interface BandStyle {
  colour: string
  thickness: number
  dash: readonly number[]
  isHollow?: true
}

export const bandStyle: Readonly<Record<DrawnSpan['state'], BandStyle>> = {
  up: { colour: stateColour.up, thickness: 14, dash: [1, 0] },
  'admin down': { colour: stateColour['admin down'], thickness: 12, dash: [6, 3], isHollow: true },
  'lower layer down': { colour: stateColour['lower layer down'], thickness: 8, dash: [14, 3, 3, 3] },
  'no carrier': { colour: stateColour['no carrier'], thickness: 8, dash: [3, 3] },
  absent: { colour: stateColour.absent, thickness: 6, dash: [1, 5] },
  several: { colour: palette.changed, thickness: 14, dash: [1.5, 1.5] },
}
