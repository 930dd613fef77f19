import { currentSink, type Displayable } from '../../../display/index.js'
import { showable } from '../../../lab/index.js'
import type { PracticeProgress } from '../progress/data.js'
import { readProgress } from '../progress/progress.js'
import { catalogue } from '../text/language.js'
import { keepCommands, noteCommands } from './commands.js'
import { manualPageLink, type ManualPageLink } from './manual-pages.js'
import { summaryBundle } from './summary-view.js'

/** What was done in a notebook so far, as it is kept beside it. */
export interface LessonSummary extends Displayable {
  /** Between the first thing that was kept and the last; pauses of more than ten minutes count as ten. */
  minutes: number
  predictions: { question: string; predicted: string; observed: string | null; right: boolean | null }[]
  checks: { goal: string; passed: boolean; hints: number; sawSolution: boolean }[]
  practice: PracticeProgress[]
  /** Of the commands that were run. */
  manual: ManualPageLink[]
}

/** Tells what was done: also what was done before the kernel was started anew. */
export async function summary(): Promise<LessonSummary> {
  const words = await catalogue()
  keepCommands()
  noteCommands(words)
  const { predictions, checks, practice = [], manual = [], spentMs = 0 } = readProgress(words)
  const told: Omit<LessonSummary, symbol> = {
    minutes: Math.round(spentMs / 60_000),
    predictions: Object.entries(predictions)
      .filter(([, { by }]) => by === 'reader')
      .map(([question, { answer, observed, right }]) => ({
        ...{ question, predicted: answer },
        ...{ observed: observed ?? null, right: right ?? null },
      })),
    checks: Object.entries(checks).map(([goal, { passed, reachedAt, hints, solution }]) => ({
      goal,
      passed: passed || reachedAt !== undefined,
      hints,
      sawSolution: solution === true,
    })),
    practice,
    manual: manual.flatMap((name) => manualPageLink(name) ?? []),
  }
  const bundle = summaryBundle(told, words)
  currentSink().display(bundle)
  return showable(told, { wasShown: true, bundle: () => bundle })
}
