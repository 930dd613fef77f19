/** The engines' door: where a command really runs, and the choice of it by what the machine allows. */
export * from './contract.js'
export { createContainerEngine } from './container/index.js'
export { createNamespacesEngine } from './namespaces.js'
export { buildEmulator, createQemuEngine } from './qemu/index.js'
export { ownWords } from './own-words.js'
export { chooseEngine, engineNamed, probeEngines, type ProbedEngine } from './choose.js'
export { findEnclosedLabs, type EnclosedLab } from './enclosed.js'
export { enterWords, findRunningNodes, namespacesOf, type Place, type RunningNode } from './running.js'
