export { startKernel, type Execution, type ExecuteOptions, type KernelClient } from './client/client.js'
export type { NotebookOutput } from './client/outputs.js'
export { buildBlob as buildStartSnapshot } from './evaluator/snapshot/index.js'
export { installKernelspec, kernelName, removeKernelspec, type KernelspecPlace } from './kernelspec.js'
