/** Brings a machine to where its agent speaks, and tells it for whom it is. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { EngineError, type NodeOptions } from '../contract.js'
import type { Machine } from './machine.js'

/** Resolves when a booting guest waits to be told. @throws EngineError with what its console said where it ends before */
export async function booted(machine: Machine): Promise<void> {
  await heard(machine, machine.socket, 1)
}

/** For a guest that waits. Its agent's first frame is yet to come. */
export async function tellPremise(machine: Machine, { name, directory }: NodeOptions): Promise<void> {
  if (directory.includes('\n')) throw new EngineError('The folder of a notebook has a line break in its name')
  const seconds = (Date.now() / 1000).toFixed(3)
  machine.root.write(`${seconds} ${randomBytes(32).toString('hex')} ${directory}\n`)
  await heard(machine, machine.root, 'done\n'.length)
  // Neither it nor the console keeps an owner that has nothing more to do.
  machine.root.unref()
  machine.socket.write(`${JSON.stringify({ name, directory })}\n`)
}

/** Takes so many bytes, which is all that is said. */
async function heard(machine: Machine, port: Socket, length: number): Promise<void> {
  const stop = new AbortController()
  const gone = once(machine.process, 'close', { signal: stop.signal }).then(() => {
    throw new EngineError(
      `The emulator ended before its guest was ready: ${machine.complaint().trim() || 'it says nothing'}`,
    )
  })
  const said = (async () => {
    while (port.read(length) === null) await once(port, 'readable', { signal: stop.signal })
  })()
  try {
    await Promise.race([said, gone])
  } finally {
    stop.abort()
    // The one that lost is aborted, which is no news.
    await Promise.allSettled([said, gone])
  }
}
