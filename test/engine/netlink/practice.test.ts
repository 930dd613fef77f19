import { expect, test } from 'vitest'
import { Practice, type Piece } from '../../../src/engine/netlink/practice.js'

/** A network of so many namespaces, and what was practised on it. */
function network(namespaces: number, isBusy = () => false) {
  const pieces: Piece[] = []
  const exercise = (piece: Piece): Promise<number> => {
    pieces.push(piece)
    return Promise.resolve(piece === 'network' ? namespaces : 50)
  }
  return { practice: new Practice(exercise, isBusy), pieces }
}

test('before anything was made the root namespace is read, then networks are built, and then no more', async () => {
  const { practice, pieces } = network(1)
  practice.resume()
  await expect.poll(() => pieces, { timeout: 20_000 }).toEqual(['root', 'root', ...new Array<Piece>(8).fill('stage')])
  practice.resume(1)
  expect(pieces).toHaveLength(10)
})

test('a network that is there is read until that is enough; while something else is done none is built', async () => {
  let isBusy = false
  const { practice, pieces } = network(300, () => (isBusy = true))
  practice.resume(300)
  await expect.poll(() => isBusy).toBe(true)
  expect(pieces).toEqual(['network', 'network', 'network'])
})

test('whoever wants something stops it, and it goes on when that is done', async () => {
  let begun = 0
  const practice = new Practice(
    async (_, signal) => {
      begun++
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
      return 1
    },
    () => false,
  )
  practice.resume()
  await expect.poll(() => begun).toBe(1)
  practice.pause()
  practice.resume()
  await expect.poll(() => begun).toBe(2)
  practice.pause()
})
