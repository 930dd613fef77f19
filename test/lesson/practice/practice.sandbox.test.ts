import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { bases } from '../../../src/lesson/faults/bases.js'
import { breakLab, found, repaired, showSolution, type PracticeTask } from '../../../src/lesson/practice/index.js'
import { recordShown, textOf, type RecordingSink } from '../../lab/recording-sink.js'
import { attended } from '../attended.js'

let lab: Lab
let shown: RecordingSink
beforeAll(async () => {
  shown = recordShown()
  lab = await openLab({ name: 'practice' })
  await attended(true)
})
beforeEach(async () => {
  await lab.reset()
  shown.clear()
})
afterAll(() => lab.dispose())

const build = (base: string) => lab.sh({ quiet: true })`sh -c ${bases[base] ?? ''}`
const explain = ({ from, to }: PracticeTask) => lab.explain(from, to, { prove: false })
const placed = ({ namespace, link }: { namespace: string; link?: string }) =>
  link === undefined ? namespace : `${namespace}.${link}`

/** As somebody who believes lab.explain: names what it says, does what it says, until the ping comes back. */
async function solve(task: PracticeTask): Promise<string[]> {
  const verdicts: string[] = []
  for (let turn = 0; turn < 8; turn++) {
    const { cause, at, remedy } = await explain(task)
    if (cause === 'ok') break
    if (task.causes.includes(cause)) verdicts.push((await found({ cause, at: placed(at) })).verdict)
    await lab.sh({ quiet: true })`sh -c ${remedy[0]?.command ?? ''}`
  }
  return verdicts
}

describe.each([
  ['a pair', 'veth', 1, 5],
  ['a bridge', 'bridge', 2, 3],
  ['a router', 'router', 3, 8],
] as const)('in %s', (_, base, level, seed) => {
  test('one ping stops, which is told without its cause; named and mended it is right', async () => {
    await build(base)
    const commands = () => lab.events.filter(({ kind }) => kind === 'command-started').length
    const before = commands()
    const task = await breakLab(lab, { level, seed })
    expect(commands(), 'no command of the fault is in the log').toBe(before)
    expect(lab.events.at(-1)).toMatchObject({ kind: 'fault-injected' })
    expect(textOf(shown.displays.at(-1)?.bundles.at(-1))).toContain(`${task.from} no longer reaches ${task.to}.`)
    expect((await lab.ping(task.from, task.to, { count: 1, timeoutMs: 1000 })).stats.received).toBe(0)
    await expect(lab.undo()).rejects.toThrow('There is nothing to undo')

    expect(await repaired()).toMatchObject({ repaired: false, left: 1, commands: 0 })
    expect(await solve(task)).toContain('right')
    expect(await repaired()).toMatchObject({ repaired: true, left: 0 })
    expect(lab.events.at(-1)).toMatchObject({ kind: 'repaired', how: null })
    expect(textOf(shown.displays.at(-1)?.bundles.at(-1))).toMatch(/reaches .* again, after .* and \d+ commands?\./)
  })
})

test('a lab without a network gets one, and two faults are two to find', async () => {
  const task = await breakLab(lab, { level: 5, seed: 2 })
  expect(task).toMatchObject({ faults: 2, level: 5, seed: 2 })
  const { namespaces } = await lab.state()
  expect(namespaces.map(({ name }) => name)).toEqual(expect.arrayContaining(['a', 'r1', 'r2', 'r3', 'b']))
  expect((await solve(task)).filter((verdict) => verdict === 'right')).toHaveLength(2)
  expect(await repaired()).toMatchObject({ repaired: true, left: 0 })
})

test('the same seed breaks the same network in the same way, and the solution mends it', async () => {
  const broken: unknown[] = []
  for (let turn = 0; turn < 2; turn++) {
    await lab.reset()
    await build('router')
    const { from, to } = await breakLab(lab, { level: 4, seed: 11 })
    const { faults } = await showSolution()
    expect(faults[0]?.evidence).not.toEqual([])
    broken.push([from, to, faults.map(({ brokenBy }) => brokenBy)])
    await lab.sh({ quiet: true })`sh -c ${faults[0]?.mends ?? ''}`
    expect(await repaired()).toMatchObject({ repaired: true })
  }
  expect(broken[0]).toEqual(broken[1])
})

test('the call may be run again before anything is mended', async () => {
  await build('veth')
  const broken: unknown[] = []
  for (let turn = 0; turn < 2; turn++) {
    await breakLab(lab, { level: 1, seed: 5 })
    broken.push((await showSolution()).faults)
  }
  expect(broken[1]).toEqual(broken[0])
  expect(await repaired()).toMatchObject({ repaired: false })
})

test('a diagnosis that cannot be meant is none, and says what there is', async () => {
  await build('veth')
  await breakLab(lab, { level: 1, seed: 5 })
  await expect(found({ cause: 'gremlins', at: 'ns1' })).rejects.toThrow(
    'There is no cause "gremlins" at this level. There are: link-down, no-address, wrong-subnet',
  )
  await expect(found({ cause: 'link-down', at: 'ns1.veth9' })).rejects.toThrow(
    'There is no link veth9 in ns1. There are ns1.lo and ns1.veth1',
  )
  expect(await repaired()).toMatchObject({ attempts: 0 })
  const { faults } = await showSolution()
  const elsewhere = faults[0]?.at === 'ns1.veth1' ? 'ns2.veth2' : 'ns1.veth1'
  expect(await found({ cause: 'link-down', at: elsewhere })).toMatchObject({ verdict: 'wrong', evidence: [] })
  expect(await repaired()).toMatchObject({ attempts: 1 })
})

test('where nobody is there, it is named and mended by what is known of it; a reader is asked', async () => {
  await attended(false)
  await build('veth')
  const task = await breakLab(lab, { level: 1, seed: 5 })
  expect(await found({ cause: '…', at: '…' })).toMatchObject({ verdict: 'right', left: 0 })
  expect(await repaired()).toMatchObject({ repaired: true })
  expect((await lab.ping(task.from, task.to, { count: 1 })).stats.received).toBe(1)
  await attended(true)
  await breakLab(lab, { level: 1, seed: 5 })
  expect(await found({ cause: '…', at: '…' })).toMatchObject({ verdict: 'open', left: 1 })
})

test('a network in which nothing answers cannot be broken', async () => {
  await lab.sh({ quiet: true })`ip netns add ns1`
  await expect(breakLab(lab, { level: 1, seed: 1 })).rejects.toThrow(/^No ping works in this network/)
  await expect(breakLab(lab, { level: 9 as 1 })).rejects.toThrow('There is no level 9. There are 1, 2, 3, 4 and 5.')
  await expect(found({ cause: 'link-down', at: 'ns1' })).rejects.toThrow('Nothing was broken yet')
})
