/** The whole contract of an engine, in an emulator: one guest after the other, so it takes its time. */
import { createQemuEngine } from '../../src/engine/index.js'
import { guardHost } from '../support/host.js'
import { describeEngine } from './contract.js'

guardHost()
describeEngine(createQemuEngine())
