import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { displaySymbol, notebookSession } from '../../src/display/index.js'
import { doctor, openLab, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let sink: RecordingSink
const opened: Lab[] = []

async function open(name?: string): Promise<Lab> {
  const lab = await openLab(name === undefined ? {} : { name })
  opened.push(lab)
  return lab
}

beforeAll(() => {
  sink = recordShown()
})
beforeEach(() => sink.clear())
afterAll(async () => {
  for (const lab of opened) await lab.dispose()
})

describe('openLab', () => {
  it('gives a machine of its own, in the folder of the notebook', async () => {
    const lab = await open()
    expect(lab.name).toBe('lab')
    const { stdout } = await lab.sh`hostname; pwd; id -u; ip -br link`
    expect(stdout).toMatch(new RegExp(`^lab\\n${process.cwd()}\\n0\\nlo +\\S+`))
    expect(inspect(lab)).toMatch(/^lab lab: a machine of its own \(engine namespaces\)/)
    expect(textOf(await lab[displaySymbol]())).toBe(inspect(lab))
  })
  it('again under the same name starts over, and the former is gone', async () => {
    const former = await open('twice')
    await former.sh`ip netns add old; x=1`
    const lab = await open('twice')
    expect((await lab.sh`ip netns list; echo "<$x>"`).stdout).toBe('<>\n')
    await expect(former.sh`true`).rejects.toThrow(
      'The lab twice cannot be used: it was disposed. Open it again: await openLab()',
    )
    await expect(former.state()).rejects.toThrow(/disposed/)
  })
  it('under other names gives labs side by side that do not see each other', async () => {
    const [one, other] = [await open('one'), await open('other')]
    await one.sh`ip netns add mine; sleep 300 &`
    expect((await other.sh`ip netns list; ps -e`).stdout).not.toMatch(/mine|sleep/)
    await other.dispose()
    expect((await one.sh`ip netns list`).stdout).toMatch(/^mine/)
  })
  it('twice at once under one name leaves one of them', async () => {
    const both = await Promise.all([open('race'), open('race')])
    const outcomes = await Promise.allSettled(both.map((lab) => lab.sh`true`))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
  it('refuses a name that is no host name', async () => {
    await expect(openLab({ name: 'my lab' })).rejects.toThrow(/letters, digits and hyphens.*"my lab" is not one/)
  })
})

describe('a lab', () => {
  it('is as new after a reset', async () => {
    const lab = await open('reset')
    await lab.sh`ip netns add ns1; x=1; cd /tmp; sleep 300 & ip netns exec ns1 bash`
    await lab.reset()
    const { stdout, place } = await lab.sh`ip netns list; echo "<$x>"; jobs; pwd`
    expect(stdout).toBe(`<>\n${process.cwd()}\n`)
    expect(place.depth).toBe(0)
    expect((await lab.state()).namespaces.map(({ name }) => name)).toEqual(['root'])
  })
  it('gives its state as plain data, with a table', async () => {
    const lab = await open('state')
    await lab.sh`ip link add veth1 type veth peer name veth2`
    const state = await lab.state()
    expect(JSON.parse(JSON.stringify(state))).toEqual({ ...state })
    expect(state.namespaces[0]?.links.map(({ name }) => name).sort()).toEqual(['lo', 'veth1', 'veth2'])
    expect(textOf(await state[displaySymbol]())).toMatch(/veth1 +admin down/)
    expect(inspect(state)).toMatch(/^1 network namespace, 3 links\./)
  })
  it('keeps a log that only grows, with the time since it was opened', async () => {
    const lab = await open('log')
    await lab.sh`echo one`
    await lab.sh({ fails: 'maybe' })`false`
    expect(lab.events).toMatchObject([
      { v: 1, kind: 'command-started', id: 1, command: 'echo one' },
      { kind: 'command-ended', id: 1, exitCode: 0 },
      { kind: 'command-started', id: 2, command: 'false' },
      { kind: 'command-ended', id: 2, exitCode: 1 },
    ])
    const times = lab.events.map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    await lab.reset()
    expect(lab.events).toHaveLength(4)
  })
  it('says what it can', async () => {
    const lab = await open('can')
    const report = await doctor()
    const lacks = report.engines.find(({ name }) => name === report.chosen)?.lacks ?? []
    expect(await lab.can('nftables')).toBe(!lacks.includes('nftables'))
    expect(await lab.can('netem')).toBe(!lacks.includes('netem'))
  })
  it('says what became of it where its machine ends by itself', async () => {
    const lab = await open('killed')
    await lab.sh({ fails: 'maybe' })`kill -9 -1`.catch(() => undefined)
    const outcome = await lab.sh`echo still here`.catch((error: unknown) => error)
    // Either the sandbox has outlived it, with a new shell, or the lab says that it is gone and how to get it back.
    if (outcome instanceof Error)
      expect(outcome.message).toMatch(/lab killed cannot be used: its machine has ended.*await lab\.reset\(\)/)
    else expect(outcome).toMatchObject({ stdout: 'still here\n' })
    await lab.reset()
    expect((await lab.sh`echo back`).stdout).toBe('back\n')
  })
})

describe('a value that a call has shown', () => {
  it('adds nothing in its own cell, and shows again in the next', async () => {
    const lab = await open('shown')
    const next = async (): Promise<void> => {
      for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 1, code: '' })
    }
    await next()
    const result = await lab.sh`echo hello; ip netns add ns1`
    const quiet = await lab.sh({ quiet: true })`echo secret`
    expect(await result[displaySymbol]()).toEqual({})
    expect(await quiet[displaySymbol]()).toEqual({})
    await next()
    expect(textOf(await quiet[displaySymbol]())).toBe('secret')
    expect(textOf(await result[displaySymbol]())).toMatch(/^hello\n[^]*namespace ns1 was added/)
    expect(inspect(result)).toMatch(/^hello\n/)
  })
})

describe('doctor', () => {
  it('says which engine this machine gets', async () => {
    const report = await doctor()
    expect(report).toMatchObject({ chosen: 'namespaces' })
    const text = textOf(await report[displaySymbol]())
    expect(text).toMatch(/^Labs work on this machine \(engine namespaces\)\.\n {2}As (?:root|a plain user)\b/)
    // Each fact once.
    expect([text.match(/\bworks?\b/g), text.match(/\bnamespaces\b/g)]).toEqual([['work'], ['namespaces']])
  })
})
