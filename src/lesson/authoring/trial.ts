import type { Stepper } from './step.js'

/** One way to run a notebook. */
export interface TrialPlan {
  /** `top to bottom`, `section alone: Routes`, … */
  name: string
  /** The kernel behind the stepper is as new; each cell that ran is told. */
  run(stepper: Stepper, tried: (cell: TriedCell) => void): Promise<void>
}

/** What came of it. */
export interface Trial {
  name: string
  cells: TriedCell[]
  durationMs: number
  isPassed: boolean
}

/** One run of a cell in a trial. */
export interface TriedCell {
  /** Position among the notebook's code cells, from 1. */
  number: number
  id: string
  source: string
  durationMs: number
  /** What is wrong, and what to do about it; undefined: nothing. */
  problem: string | undefined
}
