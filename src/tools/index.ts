/** What observes a node: each tool takes a node and options, and gives plain data. */
export { readState, type ReadStateOptions } from './state.js'
export { ping, type PingOptions, type PingRequest } from './ping.js'
export { watchLinks, type WatchOptions } from './monitor.js'
export { readSnapshot } from './snapshot.js'
export { applyOperations } from './apply.js'
export { pingAll, type PingAllOptions } from './ping-all.js'
export { measure, type MeasureOptions, type Throughput } from './measure.js'
export { explain, type ExplainOutcome, type ExplainRequest } from './explain/index.js'
