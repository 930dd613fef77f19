import type { Cause } from '../../../network/index.js'

/** Of a cause that `lab.explain` found, at a place: first where to look, then what is wrong there. */
export type CauseWords = Record<Cause, (place: string) => { look: string; is: string }>

/** A pair of such words; in the first `PLACE` stands for the place. */
export const at = (look: string, is: (place: string) => string) => (place: string) => ({
  look: look.replaceAll('PLACE', place),
  is: is(place),
})
