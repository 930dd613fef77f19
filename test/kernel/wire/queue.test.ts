import { expect, test } from 'vitest'
import { SendQueue } from '../../../src/kernel/wire/index.js'

/** As a zeromq.js socket: every third send ends late, and a send while another one runs is refused. */
function touchySocket() {
  const sent: string[] = []
  let isBusy = false
  return {
    sent,
    async send(frames: readonly Uint8Array[]) {
      if (isBusy) throw new Error('Socket is busy writing')
      isBusy = true
      if (sent.length % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      sent.push(Buffer.from(frames[0] ?? []).toString())
      isBusy = false
    },
  }
}

test('messages pushed at once leave one after another, none lost', async () => {
  const socket = touchySocket()
  const errors: unknown[] = []
  const queue = new SendQueue(socket, (error) => errors.push(error))
  const all = Array.from({ length: 50 }, (_, n) => String(n))
  for (const text of all) queue.push([Buffer.from(text)])
  await queue.drained()
  expect(socket.sent).toEqual(all)
  expect(errors).toEqual([])
})

test('a send that fails is told and does not hold up the next', async () => {
  const sent: number[] = []
  const errors: unknown[] = []
  const queue = new SendQueue(
    {
      async send([frame]) {
        if (frame?.[0] === 1) throw new Error('no route')
        sent.push(frame?.[0] ?? -1)
      },
    },
    (error) => errors.push(error),
  )
  for (const byte of [0, 1, 2]) queue.push([Buffer.from([byte])])
  await queue.drained()
  expect(sent).toEqual([0, 2])
  expect(errors).toEqual([new Error('no route')])
})

test('drained waits for what is pushed while it waits', async () => {
  const socket = touchySocket()
  const queue = new SendQueue(socket, () => undefined)
  queue.push([Buffer.from('a')])
  const drained = queue.drained()
  queue.push([Buffer.from('b')])
  await drained
  expect(socket.sent).toEqual(['a', 'b'])
})
