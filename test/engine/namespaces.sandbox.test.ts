import { createNamespacesEngine } from '../../src/engine/index.js'
import { guardHost } from '../support/host.js'
import { describeEngine } from './contract.js'

guardHost()
describeEngine(createNamespacesEngine())
