import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { exists, isUp, lesson, reaches } from '../../../src/lesson/toolkit/index.js'
import { recordShown, textOf, type RecordingSink } from '../../lab/recording-sink.js'
import { attended } from '../attended.js'

let lab: Lab
let shown: RecordingSink
beforeAll(async () => {
  shown = recordShown()
  lab = await openLab({ name: 'puzzles' })
})
beforeEach(async () => {
  await lab.reset()
  shown.clear()
})
afterAll(() => lab.dispose())

const names = async () => (await lab.state()).namespaces.map(({ name }) => name)
const allText = () => shown.last.map(textOf).join('\n')

const pair = 'ip link add veth1 type veth peer name veth2\nip link set veth2 up'

describe('lesson.gaps', () => {
  const ask = (commands: string) => lesson.gaps(commands, 'veth1 is up', isUp('veth1'), { fill: ['veth1', 'up'] })

  test('names a gap that is empty, and runs nothing', async () => {
    await attended(true)
    await lab.sh({ quiet: true })`sh -c ${pair}`
    expect(await ask('sudo ip link set ▢link ▢')).toMatchObject({ passed: false })
    expect(allText()).toMatch(
      /A gap is still empty: ▢link in line 1\. Nothing was run\.\n +sudo ip link set ▢link ▢\n[^]*One more gap is empty, too\.[^]*Not yet: veth1 is up/,
    )
    expect((await lab.state()).namespaces[0]?.links.find(({ name }) => name === 'veth1')?.up).toBe(false)
  })

  test('is judged by the network, not by the text', async () => {
    await attended(true)
    await lab.sh({ quiet: true })`sh -c ${pair}`
    expect(await ask('sudo ip link set dev veth1 up')).toMatchObject({ passed: true, goal: 'veth1 is up' })
  })

  test('a wrong word shows what failed and what it means, and is no error', async () => {
    await attended(true)
    await lab.sh({ quiet: true })`sh -c ${pair}`
    expect(await ask('sudo ip link set veth7 up')).toMatchObject({ passed: false })
    expect(shown.text).toContain('Cannot find device "veth7"')
    expect(allText()).toMatch(
      /A command failed\. What that means here:[^]*To begin anew, run the first cell of this section/,
    )
  })

  test('where nobody is there, what belongs there is taken', async () => {
    await attended(false)
    await lab.sh({ quiet: true })`sh -c ${pair}`
    expect(await ask('sudo ip link set ▢link ▢')).toMatchObject({ passed: true })
    expect(allText()).toContain('sudo ip link set veth1 up')
  })
})

describe('lesson.order', () => {
  const lines = ['ip netns add ns1', 'ip -n ns1 link set lo up']
  const ask = (mine?: string) =>
    lesson.order('lo of ns1 is up', lines, isUp('lo', { in: 'ns1' }), {
      distractors: ['ip netns delete ns9'],
      ...(mine === undefined ? {} : { mine }),
    })
  /** The letters under which the lines were shown. */
  const letters = () => {
    const text = allText()
    const letterOf = (line: string) => new RegExp(`(\\w)\\) ${line}`).exec(text)?.[1] ?? ''
    return {
      add: letterOf('ip netns add ns1'),
      up: letterOf('ip -n ns1 link set lo up'),
      rest: letterOf('ip netns delete ns9'),
    }
  }

  test('is asked, and then run on a machine of its own: the lab stays as it is', async () => {
    await attended(true)
    expect(await ask()).toMatchObject({ lines: null, passed: false })
    expect(allText()).toContain(
      "Put mine: 'a b c', with the letters in your order, into the options at the end of the call",
    )
    const { add, up } = letters()
    expect(await ask(`${add}${up}`)).toMatchObject({ lines, passed: true, failed: null })
    expect(await names()).toEqual(['root'])
  })

  test('tells the first line that fails, and why', async () => {
    await attended(true)
    await ask()
    const { add, up, rest } = letters()
    expect(await ask(`${up} ${add}`)).toMatchObject({
      passed: false,
      failed: { line: lines[1], said: expect.stringContaining('Cannot open network namespace "ns1"') as string },
    })
    expect(await ask(`${add} ${rest} ${up}`)).toMatchObject({ failed: { line: 'ip netns delete ns9' } })
  })

  test('tells what is missing where no line fails', async () => {
    await attended(true)
    await ask()
    const result = await ask(letters().add)
    expect(result).toMatchObject({ passed: false, failed: null })
    expect(result.saw).toContain('lo in ns1')
    expect(allText()).toContain('Is a line missing, or one too many?')
  })

  test('where nobody is there, the right order is taken; it may begin with a network', async () => {
    await attended(false)
    const start = 'ip netns add ns1'
    expect(
      await lesson.order('lo is up', ['true', lines[1] ?? ''], isUp('lo', { in: 'ns1' }), { start }),
    ).toMatchObject({
      passed: true,
    })
    await lab.sh({ quiet: true })`ip netns add ns1`
    expect(
      await lesson.order('there is ns2', ['ip -n ns1 link', 'ip netns add ns2'], exists('ns2'), {
        start: await lab.snapshot(),
      }),
    ).toMatchObject({ passed: true })
  })
})

describe('lesson.section', () => {
  test.each<[string, Parameters<typeof lesson.section>[1]]>([
    ['lines', { start: 'ip netns add ns1\nip netns add ns2' }],
    ['a topology', { start: { namespaces: { ns1: {}, ns2: {} } } }],
    ['a function', { start: (own: Lab) => own.sh({ quiet: true })`ip netns add ns1; ip netns add ns2` }],
  ])('begins the same each time, by %s', async (_, options) => {
    for (let turn = 0; turn < 2; turn++) {
      shown.clear()
      const own = await lesson.section('one', { ...options, lab })
      // Its own words, and nothing of what the start changed.
      expect(shown.last.map(textOf)).toEqual([expect.stringContaining('one')])
      expect(await names()).toEqual(['root', 'ns1', 'ns2'])
      await own.sh({ quiet: true })`ip netns delete ns1; ip netns add ns3`
    }
  })

  test('by a snapshot, and as new', async () => {
    await lab.sh({ quiet: true })`ip netns add ns1`
    const start = await lab.snapshot()
    await lesson.section('two', { start: 'empty' })
    expect(await names()).toEqual(['root'])
    await lesson.section('two', { start })
    expect(await names()).toEqual(['root', 'ns1'])
  })

  test('without a start of its own it begins with what was left, and again with that', async () => {
    await lab.sh({ quiet: true })`ip netns add left`
    await lesson.section('three')
    await lab.sh({ quiet: true })`ip netns add later`
    await lesson.section('three')
    expect(await names()).toEqual(['root', 'left'])
  })

  test('goals of another section are not asked for any more', async () => {
    await attended(true)
    await lesson.section('four', { start: 'empty' })
    await lesson.check('there is ns1', exists('ns1'))
    await lesson.section('five', { start: 'empty' })
    await expect(lesson.section('')).rejects.toThrow('A section has a name')
    shown.clear()
    await lesson.hint()
    expect(allText()).toContain('No check fails')
  })
})

describe('what is broken is kept', () => {
  test('hints and the solution are then about it, and no goal gives it away', async () => {
    await attended(true)
    await lesson.section('broken', { start: 'empty' })
    const task = await lesson.break(lab, { level: 1, seed: 5 })
    await lesson.check('it arrives', reaches(task.from, task.to))
    shown.clear()
    expect(await lesson.found({ cause: '…', at: '…' })).toMatchObject({ verdict: 'open', left: 1 })
    expect(allText()).toMatch(/Nothing is said yet[^]*link-down, no-address, wrong-subnet/)
    shown.clear()
    for (let turn = 0; turn < 4; turn++) await lesson.hint()
    const hints = shown.last.map(textOf)
    expect(new Set(hints).size).toBe(4)
    expect(hints.at(-1)).toContain('That was the last hint.')
    await lesson.solution()
    expect(textOf(shown.last.at(-1))).toContain('What mends it:')
  })
})
