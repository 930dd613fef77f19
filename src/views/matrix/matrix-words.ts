import type { PingMatrix } from '../../network/index.js'
import { counted, formatCount, formatMs } from '../numbers.js'
import { textTable } from '../tables/text-table.js'
import type { Cell } from './cells.js'

/** So many names of so many letters fit into the eighty columns of a terminal. */
const mostColumns = 8
const mostListed = 24

export function matrixTitle({ names }: PingMatrix, cells: readonly Cell[]): string {
  const bad = cells.filter(({ state }) => state !== 'reached').length
  const among = `${formatCount(cells.length)} ways between ${counted(names.length, 'namespace')}`
  if (cells.length === 0) return `Nothing was asked between ${counted(names.length, 'namespace')}`
  if (bad === 0) return `All ${among} work`
  const oneWay = cells.filter(({ isAsymmetric }) => isAsymmetric).length / 2
  const ways = oneWay === 0 ? '' : `, ${counted(oneWay, 'pair')} not alike in both directions`
  return `${formatCount(bad)} of ${among} lose pings${ways}`
}

/** The sentence first, then a table of a few names, or of many what was lost. */
export function matrixText(matrix: PingMatrix, cells: readonly Cell[]): string {
  const title = `${matrixTitle(matrix, cells)}.`
  if (cells.length === 0) return title
  if (matrix.names.length <= mostColumns && matrix.names.every((name) => name.length <= 8)) {
    return `${title}\n\n${table(matrix, cells)}`
  }
  const bad = cells.filter(({ state }) => state !== 'reached')
  const lines = matrix.names.flatMap((from) =>
    senderLines(
      from,
      bad.filter((cell) => cell.from === from),
    ),
  )
  const rest = lines.length - mostListed
  return [
    title,
    ...lines.slice(0, mostListed),
    ...(rest > 0 ? [`  and ${counted(rest, 'more line')}; the picture has them all`] : []),
  ].join('\n')
}

/** One line a way, of many one for all. */
function senderLines(from: string, bad: readonly Cell[]): string[] {
  if (bad.length <= mostColumns / 2)
    return bad.map((cell) => `  ${from} → ${cell.to}: ${cellWords(cell)}${otherWay(cell)}`)
  const names = bad.map(({ to }) => to)
  const all = bad.every(({ state }) => state === 'lost') ? 'all lost' : 'pings lost'
  return [
    `  ${from} → ${names.slice(0, 3).join(', ')} … ${names.at(-1) ?? ''} (${counted(names.length, 'target')}): ${all}`,
  ]
}

/** Rows send, columns are asked. */
function table({ names }: PingMatrix, cells: readonly Cell[]): string {
  const columns = [{ title: 'from \\ to' }, ...names.map((title) => ({ title, isNumber: true }))]
  const rows = names.map((from) => [
    from,
    ...names.map((to) => {
      const cell = cells.find((each) => each.from === from && each.to === to)
      if (cell === undefined) return '–'
      return `${cell.isAsymmetric ? '* ' : ''}${cellMark(cell)}`
    }),
  ])
  const note = cells.some(({ isAsymmetric }) => isAsymmetric) ? '\n* not alike the other way round' : ''
  return `${textTable(columns, rows)}\n(median round-trip times in ms)${note}`
}

function cellMark({ state, rttMs, lostPercent }: Cell): string {
  if (state === 'some lost') return `${lostPercent}% lost`
  return state === 'lost' ? 'lost' : formatMs(rttMs ?? 0)
}

export function cellWords({ state, rttMs, lostPercent }: Cell): string {
  if (state === 'lost') return 'all lost'
  return `${state === 'some lost' ? `${lostPercent}% lost, ` : ''}${formatMs(rttMs ?? 0)} ms`
}

const otherWay = ({ isAsymmetric }: Cell): string => (isAsymmetric ? ' (not alike the other way round)' : '')
