import { mime, type CheckData, type PuzzleData } from '../../display/index.js'
import type { Execution } from '../../kernel/index.js'
import type { CodeCell } from '../nbformat.js'

/** How a lesson's cells speak of a goal: set for the reader, or looked at. */
const asksFor = /\blesson\s*\.\s*(?:check|task)\s*\(/
const looksAt = /\blesson\s*\.\s*check\s*\(/

/** A cell that sets goals or looks at them. */
export const isGoalCell = ({ source }: CodeCell): boolean => asksFor.test(source)

/** A cell that looks at goals. */
export const isCheckCell = ({ source }: CodeCell): boolean => looksAt.test(source)

/** What the reader answers in the cell itself, and a run without a person takes from what the lesson has stored. */
const isAnswered = /\blesson\s*\.\s*(?:gaps|order|found|repaired)\s*\(/
const breaks = /\blesson\s*\.\s*break\s*\(/

/** A cell with gaps to fill, lines to put in order, or a fault to name or to mend. */
export const isPuzzleCell = ({ source }: CodeCell): boolean => isAnswered.test(source)

/** A cell that breaks the network for the reader to find out. */
export const isBreakCell = ({ source }: CodeCell): boolean => breaks.test(source)

/** How a puzzle did. */
export type Answered = Pick<CheckData, 'goal' | 'passed' | 'saw' | 'solution'> & { kind: PuzzleData['kind'] | 'gaps' }

/** What a cell's puzzles came to. */
export function puzzlesOf(execution: Execution): Answered[] {
  const told = execution.outputs.flatMap((output) => {
    const data = 'data' in output ? output.data[mime.puzzle] : undefined
    return isPuzzleData(data) ? [data] : []
  })
  return [...checksOf(execution).map((check) => ({ kind: 'gaps' as const, ...check })), ...told]
}

function isPuzzleData(value: unknown): value is PuzzleData {
  const { kind, passed } = (value ?? {}) as Partial<Record<keyof PuzzleData, unknown>>
  return typeof kind === 'string' && typeof passed === 'boolean'
}

/** What a cell's checks came to, the last look at each goal: news of other cells' goals is not theirs, but true as well. */
export function checksOf({ outputs }: Execution): CheckData[] {
  const found = new Map<string, CheckData>()
  for (const output of outputs) {
    const data = 'data' in output ? output.data[mime.check] : undefined
    if (isCheckData(data)) found.set(data.goal, data)
  }
  return [...found.values()]
}

function isCheckData(value: unknown): value is CheckData {
  const { goal, passed, solution } = (value ?? {}) as Partial<Record<keyof CheckData, unknown>>
  return typeof goal === 'string' && typeof passed === 'boolean' && (solution === null || typeof solution === 'string')
}

/** A solution's lines as a cell. */
export const solutionCell = (solution: string): string => `%%sh\n${solution}`
