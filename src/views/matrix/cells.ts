import type { PingCell, PingMatrix } from '../../network/index.js'

export type CellState = 'reached' | 'some lost' | 'lost'

/** One pair of a matrix, as a picture and its words see it. */
export interface Cell {
  from: string
  to: string
  state: CellState
  rttMs: number | null
  lostPercent: number
  /** The other way round it is another state. */
  isAsymmetric: boolean
}

export function cellsOf({ names, results }: PingMatrix): Cell[] {
  return names.flatMap((from, row) =>
    names.flatMap((to, column): Cell[] => {
      const cell = results[row]?.[column]
      if (cell === null || cell === undefined) return []
      const back = results[column]?.[row]
      const state = stateOf(cell)
      return [
        {
          from,
          to,
          state,
          rttMs: cell.rttMs,
          lostPercent: cell.sent === 0 ? 100 : Math.round((100 * (cell.sent - cell.received)) / cell.sent),
          isAsymmetric: row !== column && back !== null && back !== undefined && stateOf(back) !== state,
        },
      ]
    }),
  )
}

function stateOf({ sent, received }: PingCell): CellState {
  if (received === 0) return 'lost'
  return received < sent ? 'some lost' : 'reached'
}

/** More names than this are not read in one picture. */
const mostNames = 60

/** Of too many those that lost something, as many as can be read; else the first ones. */
export function shownNames({ names }: PingMatrix, cells: readonly Cell[]): string[] {
  if (names.length <= mostNames) return names
  const isOdd = new Set(cells.filter(({ state }) => state !== 'reached').flatMap(({ from, to }) => [from, to]))
  const odd = names.filter((name) => isOdd.has(name))
  return (odd.length > 0 ? odd : names).slice(0, mostNames)
}
