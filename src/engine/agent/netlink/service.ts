/** What the agent does when it is asked to speak netlink; loaded after the start, which it would make slower. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { Reply, Request } from '../protocol.js'
import { applyOperations } from './apply.js'
import { readNetwork } from './read.js'

export type NetlinkRequest = Extract<Request, { kind: 'readNetwork' | 'applyOperations' }>

export interface NetlinkService {
  handle(request: NetlinkRequest, stop: AbortSignal): Promise<void>
}

export function createNetlinkService(owner: Socket, say: (reply: Reply) => void): NetlinkService {
  /** Lets other work be done, and the owner catch up. */
  const pause = async (): Promise<void> => {
    await setImmediate()
    if (owner.writableNeedDrain) await once(owner, 'drain')
  }
  const read = async (id: number, stop: AbortSignal): Promise<void> => {
    for (const body of readNetwork()) {
      if (stop.aborted) break
      say({ kind: 'chunk', id, body })
      await pause()
    }
    say({ kind: 'done', id, body: null })
  }
  /** One read after the other: they share their buffers. */
  let reading: Promise<void> = Promise.resolve()
  // What runs for the first time runs slowly: better now, while nobody waits.
  for (const chunk of readNetwork()) void chunk
  return {
    async handle({ id, ...request }, stop) {
      if (request.kind === 'readNetwork') {
        const turn = reading.then(() => read(id, stop))
        // Who asked is told of a failure; the next one reads all the same.
        reading = turn.catch(() => undefined)
        return turn
      }
      const onProgress = (done: number): void => say({ kind: 'progress', id, body: { done } })
      const refused = await applyOperations(request.body.operations, onProgress, () => stop.aborted)
      say({ kind: 'done', id, body: refused })
    },
  }
}
