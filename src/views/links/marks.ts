import { themedText } from '../chart/theme.js'
import type { DrawnSpan } from './drawn-spans.js'
import { bandStyle } from './band-style.js'

/** vega-lite layers on plain pixels; `full` is what a tooltip says. */

export interface Word {
  x: number
  y: number
  text: string
  full: string
}

export interface BandMark {
  state: DrawnSpan['state']
  x: number
  x2: number
  y: number
  full: string
}

export const pixels = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null })
export const tooltip = { field: 'full', type: 'nominal' }

export function textLayer(values: readonly Word[], mark: object = {}): object[] {
  if (values.length === 0) return []
  return [
    {
      data: { values },
      mark: { type: 'text', align: 'left', baseline: 'middle', ...themedText, ...mark },
      encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' }, tooltip },
    },
  ]
}

/** One layer a state, since a dash is a property of a whole layer. */
export function bandLayers(values: readonly BandMark[]): object[] {
  return Object.entries(bandStyle).flatMap(([state, style]): object[] => {
    const own = values.filter((each) => each.state === state)
    if (own.length === 0) return []
    const half = style.thickness / 2
    const across = { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y'), tooltip }
    if (style.isHollow) {
      return [
        {
          data: { values: own.map((each) => ({ ...each, y: each.y - half, y2: each.y + half })) },
          mark: { type: 'rect', filled: false, stroke: style.colour, strokeWidth: 1.5, strokeDash: style.dash },
          encoding: { ...across, y2: { field: 'y2' } },
        },
      ]
    }
    return [
      {
        data: { values: own },
        mark: { type: 'rule', color: style.colour, strokeWidth: style.thickness, strokeDash: style.dash },
        encoding: across,
      },
    ]
  })
}
