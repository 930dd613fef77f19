export { Kernel, type Channel, type KernelPorts, type Outgoing } from './kernel.js'
export { kernelInfo, protocolVersion } from './info.js'
export { outputLimitOf } from './output.js'
