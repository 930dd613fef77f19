export { buildEmulator, createQemuEngine } from './engine.js'
