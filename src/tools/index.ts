/** What observes a node: each tool takes a node and options, and gives plain data. */
export { readState, type ReadStateOptions } from './state.js'
export { ping, type PingOptions, type PingRequest } from './ping.js'
export { watchLinks, type WatchOptions } from './monitor.js'
