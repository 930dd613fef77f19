import { basename } from 'node:path'
import type { TestRun, Trial } from '../lesson/index.js'
import { firstCommand } from './run-words.js'

/** What came of a trial: its name and time; its cells where it failed, and with their times where it is the first. */
export function trialLines(path: string, { name, cells, durationMs, isPassed }: Trial): string {
  const head = `${isPassed ? 'ok    ' : 'FAILED'}  ${basename(path)}  ${name}  ${seconds(durationMs)}`
  const shown = name === 'top to bottom' ? cells : cells.filter(({ problem }) => problem !== undefined)
  const lines = shown.flatMap(({ number, source, durationMs: cellMs, problem, id }) => [
    `${`${number}`.padStart(12)}  ${firstCommand(source, 60).padEnd(60)} ${seconds(cellMs).padStart(8)}`,
    ...(problem === undefined ? [] : [indented(`cell ${number} (${id}): ${problem}`)]),
  ])
  return [head, ...lines, ''].join('\n')
}

/** What is running, in a few words. */
export function statusLine(path: string, trial: string, cell: string): string {
  return `${basename(path)}: ${trial}, ${cell}`
}

export function hostLines(changes: readonly string[]): string {
  if (changes.length === 0) return 'ok      this machine’s network is as it was\n'
  return `FAILED  this machine’s network is another than before\n${changes.map(indented).join('\n')}\n`
}

export function summaryLine({ notebooks, hostChanges }: TestRun): string {
  const trials = notebooks.flatMap((notebook) => notebook.trials)
  const failed = trials.filter(({ isPassed }) => !isPassed).length + (hostChanges.length > 0 ? 1 : 0)
  return `${trials.length + 1 - failed} passed, ${failed} failed`
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

const indented = (text: string): string => text.trimEnd().replace(/^/gm, ' '.repeat(14))
