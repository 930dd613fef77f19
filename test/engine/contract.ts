/**
 * What every engine promises, as one suite: one mark a promise, and no times. An engine that cannot keep one lists it in
 * `lacks`; what it does not list must hold.
 */
import { describe } from 'vitest'
import type { Engine } from '../../src/engine/index.js'
import { describeEnds } from './contract/ends.js'
import { describeHostSafety } from './contract/host-safety.js'
import { describeMachine } from './contract/machine.js'
import { describeRun } from './contract/run.js'
import { describeSpawn } from './contract/spawn.js'
import { describeStops } from './contract/stops.js'

export function describeEngine(engine: Engine): void {
  describe(`the engine ${engine.name}`, () => {
    describe('gives a machine that looks fresh', () => describeMachine(engine))
    describe('keeps the host as it is', () => describeHostSafety(engine))
    describe('runs what is typed in one shell', () => describeRun(engine))
    describe('stops, cuts and tells', () => describeStops(engine))
    describe('spawns processes for tools', () => describeSpawn(engine))
    describe('ends without a trace', () => describeEnds(engine))
  })
}
