/** Networks that are broken for a learner to find out what, and to mend it. */
export { diagnose, giveUp, testRepair, type Diagnosis, type Repair, type SaidAnswer, type Solution } from './attempt.js'
export { begin, type BreakOptions } from './begin.js'
export { diagnosisCard, repairCard, solutionCard, taskCard, type Voice } from './cards.js'
export type { Challenge } from './challenge.js'
export type { Level } from './fault.js'
export { nextHint } from './hint.js'
export { isLevel, levels } from './levels.js'
export { breakLab, found, repaired, showHint, showSolution, type PracticeTask } from './practice.js'
