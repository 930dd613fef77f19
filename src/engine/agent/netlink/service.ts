/** What the agent does when it is asked to speak netlink; loaded after the start, which it would make slower. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { Reply, Request } from '../protocol.js'
import { readNetwork } from './read.js'

export interface NetlinkService {
  handle(request: Extract<Request, { kind: 'readNetwork' }>): Promise<void>
}

export function createNetlinkService(owner: Socket, say: (reply: Reply) => void): NetlinkService {
  /** Lets other work be done, and the owner catch up. */
  const pause = async (): Promise<void> => {
    await setImmediate()
    if (owner.writableNeedDrain) await once(owner, 'drain')
  }
  /** One read after the other: they share their buffers. */
  let reading: Promise<void> = Promise.resolve()
  const read = async (id: number): Promise<void> => {
    for (const body of readNetwork()) {
      say({ kind: 'chunk', id, body })
      await pause()
    }
    say({ kind: 'done', id, body: null })
  }
  // What runs for the first time runs slowly: better now, while nobody waits.
  for (const chunk of readNetwork()) void chunk
  return {
    handle({ id }) {
      const turn = reading.then(() => read(id))
      // Who asked is told of a failure; the next one reads all the same.
      reading = turn.catch(() => undefined)
      return turn
    },
  }
}
