export { parseAnyNotebook, readAnyNotebook } from './any-notebook.js'
export {
  formatNotebook,
  NotebookError,
  parseNotebook,
  readNotebook,
  stripOutputs,
  writeNotebook,
  type Cell,
  type CodeCell,
  type Notebook,
  type Output,
} from './nbformat.js'
export { runNotebook, type CellRun, type NotebookRun, type RunOptions } from './run.js'
export { cellOrder, type Order } from './sections.js'
export { toJUnit } from './authoring/junit.js'
export { testNotebooks, type TestRun } from './authoring/test-notebooks.js'
export type { NotebookTest, TestListeners } from './authoring/test-notebook.js'
export type { Trial, TriedCell } from './authoring/trial.js'
export { lintNotebook } from './authoring/lint/index.js'
export type { Finding, Rule } from './authoring/lint/finding.js'
export { skeleton } from './authoring/skeleton.js'
export { isLevel } from './practice/levels.js'
export type { Level } from './practice/fault.js'
/** What the toolkit says in Chinese: pages tell changes in the same words. */
export { zh } from './toolkit/text/zh.js'
export { practiceWords, TerminalPractice, terminalVerbs } from './practice/terminal.js'
export { gradeFolder, type Grade } from './authoring/grade/grade.js'
export type { GradedCheck } from './authoring/grade/judge.js'
