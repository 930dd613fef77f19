export { createContainerEngine } from './engine.js'
