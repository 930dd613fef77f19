export { createQemuEngine } from './engine.js'
