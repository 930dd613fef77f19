export { displaySymbol, isDisplayable, type Displayable, type MimeBundle } from './bundle.js'
export { currentComms, registerComms, type Comm, type CommMessage, type Comms } from './comm.js'
export { escapeMarkup } from './escape.js'
export type { CheckData, HintData, PredictionData, PuzzleData } from './lesson-data.js'
export { mime } from './mime.js'
export { currentSink, registerSink, type DisplaySink } from './sink.js'
export { inspectDisplayable, stockTslabCell, stockTslabSink } from './stock-tslab.js'
export {
  notebookSession,
  type BegunCell,
  type CodePlace,
  type Completion,
  type MagicCell,
  type MagicContext,
  type Named,
  type NotebookSession,
  type SessionHooks,
} from './session.js'
