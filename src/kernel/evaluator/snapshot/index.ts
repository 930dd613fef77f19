export { findBlob } from './blob.js'
export { buildBlob, buildInBackground } from './build.js'
