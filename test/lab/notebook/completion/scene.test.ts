import { expect, it } from 'vitest'
import { completeShell } from '../../../../src/lab/notebook/completion/complete-shell.js'
import { sceneOf } from '../../../../src/lab/notebook/completion/scene.js'
import { within } from '../../../../src/lab/notebook/completion/within.js'
import type { Sandbox } from '../../../../src/lab/sandbox.js'

const never = new Promise<never>(() => undefined)

/** A lab that has a machine, of which nothing is heard any more. */
const stuck = { isGone: false, machine: () => ({ spawn: () => never }), state: () => never, events: [] }
const labWith = (more: Record<string, unknown>): Sandbox => ({ ...stuck, ...more }) as unknown as Sandbox

const refuse = (): never => {
  throw new RangeError('no node of that name')
}

it('a lab that hangs stops nobody: what needs no answer of it is offered', async () => {
  const scene = await sceneOf({ sandbox: labWith({}), node: 'node2' })
  expect(scene.state).toBeUndefined()
  expect(scene.node).toBe('node2')
  const offered = async (script: string) => (await completeShell(script, script.length, scene)).matches
  expect(await offered('ip netns exec ')).toEqual([])
  expect(await offered('sud')).toEqual([{ text: 'sudo', type: 'command' }])
  expect(await offered('tcpdump -i any ic')).toEqual([{ text: 'icmp', type: 'keyword' }, { text: 'icmp6', type: 'keyword' }]) // prettier-ignore
})

it.each([
  ['is gone', { isGone: true }],
  ['has no such node', { machine: refuse }],
  ['fails', { state: () => Promise.reject(new Error('gone')) }],
])('a lab that %s has no names to offer', async (_, more) => {
  expect((await sceneOf({ sandbox: labWith(more) })).state).toBeUndefined()
})

it('what comes in time is there, and what fails in time fails', async () => {
  expect(await within(10_000, Promise.resolve(1))).toBe(1)
  await expect(within(10_000, Promise.reject(new Error('no')))).rejects.toThrow('no')
})
