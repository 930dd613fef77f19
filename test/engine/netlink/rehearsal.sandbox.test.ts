/** What is practised while nobody waits: that it works in a real sandbox, and that nobody sees it. */
import { expect, test, vi } from 'vitest'
import type * as practice from '../../../src/engine/netlink/practice.js'
import { useNode } from '../../tools/sandbox.js'

const done = vi.hoisted((): [piece: string, outcome: unknown][] => [])

vi.mock('../../../src/engine/netlink/practice.js', async (original) => {
  const { Practice, ...rest } = await original<typeof practice>()
  class Told extends Practice {
    constructor(...[exercise, isBusy]: ConstructorParameters<typeof Practice>) {
      super(async (piece, signal) => {
        const outcome = exercise(piece, signal)
        done.push([piece, await outcome.catch((error: unknown) => error)])
        return outcome
      }, isBusy)
    }
  }
  return { ...rest, Practice: Told }
})

const { node, run } = useNode()

test('a rehearsed build works, and nothing is left of it', async () => {
  await node().netlink?.readState()
  const builds = (): unknown[] => done.filter(([piece]) => piece === 'stage').map(([, outcome]) => outcome)
  // Four readings of five namespaces.
  await expect.poll(builds, { timeout: 60_000 }).toEqual(new Array(8).fill(20))
  expect(await run('ls -l /proc/$PPID/fd | grep -c "net:"')).toBe('1\n')
  expect(
    await run('ls -A /run/netns 2>&1 || :; grep nsfs /proc/self/mountinfo || :; ip -o link | grep -v ": lo:" || :'),
  ).toMatch(/^ls: cannot access.*\n$/)
})
