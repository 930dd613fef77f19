import type { Notebook } from '../nbformat.js'
import { runnable } from './orders.js'
import type { TrialPlan } from './trial.js'

/** The tag of a cell that cannot be run twice in a row: what it makes is there already the second time. */
export const runsOnce = 'runs-once'

/** Every code cell twice in a row, as people press the keys twice. What fails the second time does not end the trial. */
export function twice({ cells }: Notebook): TrialPlan {
  return {
    name: 'every cell twice',
    async run(stepper, tell) {
      for (const cell of runnable(cells)) {
        const { tried: first } = await stepper.run(cell)
        tell(first)
        if (first.problem !== undefined) return
        if (cell.metadata.tags?.includes(runsOnce)) continue
        const { tried: second } = await stepper.run(cell)
        const said = `the second time: ${second.problem}\nLet it be harmless, or give the cell the tag ${runsOnce}.`
        tell(second.problem === undefined ? second : { ...second, problem: said })
      }
    },
  }
}
