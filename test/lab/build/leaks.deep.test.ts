/** A thousand networks, built and reset in one process: what a day of a class does to one kernel. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { registerSink } from '../../../src/display/index.js'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { ring, star } from '../../../src/network/index.js'
import { sandboxedProcesses } from '../../support/host.js'

const fds = (): number => readdirSync('/proc/self/fd').length
const mounts = (): number => readFileSync('/proc/self/mountinfo', 'utf8').split('\n').length
const megabytes = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().rss / 2 ** 20
}

async function turns(lab: Lab, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await lab.build(index % 2 === 0 ? star(4) : ring(3))
    await lab.reset()
  }
}

test('1,000 builds and resets leave nothing behind', async () => {
  registerSink({ isLive: false, stream: () => undefined, display: () => undefined, update: () => undefined })
  const first = await openLab()
  // What is made once and kept is not a leak.
  await turns(first, 100)
  await first.dispose()
  const before = { fds: fds(), mounts: mounts(), megabytes: megabytes() }

  const lab = await openLab()
  const one = { fds: fds(), processes: sandboxedProcesses().length }
  await turns(lab, 1000)
  // The lab's machine and the next one, which stands ready; the former one may still be on its way out.
  await expect.poll(() => sandboxedProcesses().length).toBeLessThanOrEqual(2 * one.processes)
  await expect.poll(fds).toBeLessThanOrEqual(2 * one.fds - before.fds)
  // One of somebody else goes, in every namespace, with its folder.
  expect(mounts()).toBeLessThanOrEqual(before.mounts)

  await lab.dispose()
  expect(sandboxedProcesses()).toEqual([])
  await expect.poll(fds).toBeLessThanOrEqual(before.fds)
  const after = megabytes()
  expect(after).toBeLessThan(before.megabytes + 60)
  console.log(
    `resident: ${before.megabytes.toFixed(0)} MB after 100 builds and resets, ${after.toFixed(0)} after 1,100`,
  )
})
