/** The whole contract of an engine, in containers: one after the other, so it takes its time. */
import { createContainerEngine } from '../../src/engine/index.js'
import { describeEngine } from '../engine/contract.js'

describeEngine(createContainerEngine())
