import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { registerSink } from '../../../src/display/index.js'
import { openLab } from '../../../src/lab/index.js'
import { ring, star } from '../../../src/network/index.js'

/** Network namespaces that any process of this machine lives in. */
function namespaces(): number {
  const links = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readlinkSync(`/proc/${pid}/ns/net`)]
      } catch {
        // It ended meanwhile, or is another user's.
        return []
      }
    })
  return new Set(links).size
}

const fds = (): number => readdirSync('/proc/self/fd').length
const mounts = (): number => readFileSync('/proc/self/mountinfo', 'utf8').split('\n').length
const megabytes = (): number => process.memoryUsage().rss / 2 ** 20

test('1,000 builds and resets in one process leave nothing behind', async () => {
  registerSink({ isLive: false, stream: () => undefined, display: () => undefined, update: () => undefined })
  const lab = await openLab()
  const turn = async (index: number): Promise<void> => {
    await lab.build(index % 2 === 0 ? star(4) : ring(3))
    await lab.reset()
  }
  // What is made once and kept is not a leak.
  for (let index = 0; index < 100; index++) await turn(index)
  const before = { fds: fds(), mounts: mounts(), namespaces: namespaces(), megabytes: megabytes() }
  for (let index = 0; index < 1000; index++) await turn(index)
  // The last node that was left behind may still be on its way out.
  await new Promise((resolve) => setTimeout(resolve, 2000))
  expect(fds()).toBeLessThanOrEqual(before.fds + 5)
  expect(mounts()).toBe(before.mounts)
  expect(namespaces()).toBeLessThanOrEqual(before.namespaces + 1)
  expect(megabytes()).toBeLessThan(before.megabytes + 60)
  await lab.dispose()
})
