import { expect, it } from 'vitest'
import {
  chooseEngine,
  type Engine,
  EngineError,
  engineNamed,
  probeEngines,
  type Probe,
} from '../../src/engine/index.js'

const engine = (name: string, probe: Probe): Engine => ({
  name,
  lacks: [],
  probe: () => Promise.resolve(probe),
  start: () => Promise.reject(new Error('not started in this test')),
})
const works: Probe = { works: true, detail: 'fine', missing: [] }
const fails = (reason: string): Probe => ({ works: false, reason, remedies: [`mend ${reason}`] })

it('the first engine that works is chosen', async () => {
  const engines = [engine('a', fails('broken')), engine('b', works), engine('c', works)]
  expect((await chooseEngine(engines)).name).toBe('b')
})

it('where none works, each says why and what to do', async () => {
  const choice = chooseEngine([engine('a', fails('no kernel')), engine('b', fails('no docker'))])
  await expect(choice).rejects.toBeInstanceOf(EngineError)
  await expect(choice).rejects.toThrow(
    'No sandbox can be started on this machine: a: no kernel; b: no docker\n  - mend no kernel\n  - mend no docker',
  )
})

it('every engine is listed with its probe, in order', async () => {
  const probed = await probeEngines([engine('a', fails('broken')), engine('b', works)])
  expect(probed.map(({ engine: { name }, probe }) => [name, probe.works])).toEqual([
    ['a', false],
    ['b', true],
  ])
})

it('an engine after one that works is not looked at', async () => {
  const other = { ...engine('b', works), probe: () => Promise.reject(new Error('probed')) }
  expect((await chooseEngine([engine('a', works), other])).name).toBe('a')
})

it('an engine is had by its name, and a wrong name is told with the right ones', () => {
  const engines = [engine('a', fails('broken')), engine('b', works)]
  expect(engineNamed('a', engines).name).toBe('a')
  expect(() => engineNamed('c', engines)).toThrow('There is no engine "c"\n  - There are: a, b')
})
