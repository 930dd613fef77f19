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
