export { explain, type ExplainOutcome } from './explain.js'
export type { ExplainRequest } from './request.js'
