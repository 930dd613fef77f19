import type { LinkStateName } from '../../network/index.js'
import { stateColour } from '../palette.js'

/** A state by line and by sign, beside its colour and its word. */
export interface StateStyle {
  colour: string
  /** SVG stroke-dasharray; empty: a solid line. */
  dash: string
}

export function stateStyle(state: LinkStateName): StateStyle {
  return { colour: stateColour[state], dash: dashes[state] }
}

const dashes: Readonly<Record<LinkStateName, string>> = {
  up: '',
  'admin down': '6 4',
  'lower layer down': '8 3 2 3',
  'no carrier': '2 3',
  absent: '1 6',
}

/** A filled dot, a hollow one, a half-filled one, a triangle: 9 pixels across. */
export function stateSign(state: LinkStateName, x: number, y: number): string {
  const colour = stateColour[state]
  switch (state) {
    case 'up':
      return `<circle cx="${x}" cy="${y}" r="4.5" fill="${colour}"/>`
    case 'no carrier':
      return `<path d="M${x} ${y - 5}L${x + 5} ${y + 4}H${x - 5}Z" fill="${colour}"/>`
    case 'lower layer down':
      return (
        `<circle cx="${x}" cy="${y}" r="3.8" fill="none" stroke="${colour}" stroke-width="1.5"/>` +
        `<path d="M${x - 4.5} ${y}A4.5 4.5 0 0 0 ${x + 4.5} ${y}Z" fill="${colour}"/>`
      )
    case 'admin down':
    case 'absent':
      return `<circle cx="${x}" cy="${y}" r="3.8" fill="none" stroke="${colour}" stroke-width="1.5"/>`
  }
}
