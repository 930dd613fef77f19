export { findBlob } from './blob.js'
export { buildBlob, buildInBackground } from './build.js'
export { heapOptions } from './heap.js'
