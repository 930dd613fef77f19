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
export { cellOrder, type Order } from './sections.js'
