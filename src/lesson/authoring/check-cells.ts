import { mime, type CheckData } from '../../display/index.js'
import type { Execution } from '../../kernel/index.js'
import type { CodeCell } from '../nbformat.js'

/** How a lesson's cells speak of a goal: set for the reader, or looked at. */
const asksFor = /\blesson\s*\.\s*(?:check|task)\s*\(/
const looksAt = /\blesson\s*\.\s*check\s*\(/

/** A cell that sets goals or looks at them. */
export const isGoalCell = ({ source }: CodeCell): boolean => asksFor.test(source)

/** A cell that looks at goals. */
export const isCheckCell = ({ source }: CodeCell): boolean => looksAt.test(source)

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
