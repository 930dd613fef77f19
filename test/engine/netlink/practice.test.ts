import { expect, test } from 'vitest'
import { Practice } from '../../../src/engine/netlink/practice.js'

/** A network of so many namespaces, and how it was read. */
function network(namespaces: number) {
  const turns: boolean[] = []
  const practice = new Practice((isRehearsal) => {
    turns.push(isRehearsal)
    return Promise.resolve(isRehearsal ? 50 : namespaces)
  })
  return { practice, turns }
}

test('before anything was made the root namespace is rehearsed on, and then no more', async () => {
  const { practice, turns } = network(1)
  practice.resume()
  await expect.poll(() => turns).toEqual([true, true])
  practice.resume(1)
  expect(turns).toHaveLength(2)
})

test('then the network itself is read, until that is enough', async () => {
  const { practice, turns } = network(300)
  practice.resume(300)
  await expect.poll(() => turns).toEqual([false, false, false])
})

test('whoever wants something stops it, and it goes on when that is done', async () => {
  let begun = 0
  const practice = new Practice(async (_, signal) => {
    begun++
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
    return 1
  })
  practice.resume()
  await expect.poll(() => begun).toBe(1)
  practice.pause()
  practice.resume()
  await expect.poll(() => begun).toBe(2)
  practice.pause()
})
