/** A thousand networks, made, read, watched and taken away by one agent. */
import { expect, test } from 'vitest'
import type { Operation } from '../../../src/network/index.js'
import { netlinkUp, useNode } from '../../tools/sandbox.js'

const { node, run } = useNode()

const at = (number: number) => ({ namespace: `n${number}`, link: 'eth0' })
const numbers = [0, 1, 2, 3, 4, 5]
const make: Operation[] = [
  ...numbers.map((number): Operation => ({ do: 'add-namespace', namespace: `n${number}` })),
  ...[0, 2, 4].map((number): Operation => ({
    do: 'add-link',
    at: at(number),
    link: { up: true, kind: { type: 'veth', peer: { ...at(number + 1), up: true } } },
  })),
]
const unmake = numbers.map((number): Operation => ({ do: 'delete-namespace', namespace: `n${number}` }))
const silent = { notice: () => undefined, newNamespace: () => undefined, overrun: () => undefined }

/** What the agent holds: descriptors, mounts, links, and its memory in KiB. */
async function held(): Promise<[counts: string, memory: number]> {
  const counts = await run('ls /proc/$PPID/fd | wc -l; wc -l < /proc/self/mountinfo; ip -o link | wc -l')
  return [counts, Number(await run('sed -n "s/VmRSS: *\\\\([0-9]*\\\\).*/\\\\1/p" /proc/$PPID/status'))]
}

test('leave no descriptor, mount or link behind, and no memory to speak of', async () => {
  const netlink = node().netlink
  if (netlink === undefined) throw new Error('this engine has no netlink')
  await netlinkUp(node())
  const turn = async (watched: boolean): Promise<void> => {
    const watch = watched ? await netlink.watch(silent) : undefined
    await netlink.apply(make)
    expect((await netlink.readState()).namespaces).toHaveLength(1 + numbers.length)
    await netlink.apply(unmake)
    await watch?.stop()
  }
  for (let round = 0; round < 100; round++) await turn(round % 10 === 0)
  const [counts, memory] = await held()
  for (let round = 0; round < 1000; round++) await turn(round % 10 === 0)
  const [after, memoryAfter] = await held()
  expect(after).toBe(counts)
  expect(memoryAfter - memory).toBeLessThan(20_000)
}, 900_000)
