/** What the agent does when it is asked to speak netlink; loaded after the start, which it would make slower. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { Reply, Request } from '../protocol.js'
import { applyOperations } from './apply.js'
import { readNetwork, type ReadRequest } from './read.js'
import { LinkWatch } from './watch.js'

export type NetlinkRequest = Extract<
  Request,
  { kind: 'readNetwork' | 'applyOperations' | 'watchNetwork' | 'drainWatch' }
>

export interface NetlinkService {
  handle(request: NetlinkRequest, stop: AbortSignal): Promise<void>
}

export function createNetlinkService(owner: Socket, say: (reply: Reply) => void): NetlinkService {
  /** Lets other work be done, and the owner catch up. */
  const pause = async (): Promise<void> => {
    await setImmediate()
    if (owner.writableNeedDrain) await once(owner, 'drain')
  }
  const read = async (id: number, request: ReadRequest, stop: AbortSignal): Promise<void> => {
    for (const body of readNetwork(request)) {
      if (stop.aborted) break
      say({ kind: 'chunk', id, body })
      await pause()
    }
    say({ kind: 'done', id, body: null })
  }
  const watches = new Map<number, LinkWatch>()
  /** One read after the other: they share their buffers. */
  let reading: Promise<void> = Promise.resolve()
  return {
    async handle(request, stop) {
      const { id } = request
      switch (request.kind) {
        case 'readNetwork': {
          const turn = reading.then(() => read(id, request.body, stop))
          // Who asked is told of a failure; the next one reads all the same.
          reading = turn.catch(() => undefined)
          return turn
        }
        case 'applyOperations': {
          const onProgress = (done: number): void => say({ kind: 'progress', id, body: { done } })
          const refused = await applyOperations(request.body.operations, onProgress, () => stop.aborted)
          say({ kind: 'done', id, body: refused })
          return
        }
        case 'watchNetwork': {
          const watch = new LinkWatch((body) => say({ kind: 'chunk', id, body }))
          watches.set(id, watch)
          say({ kind: 'chunk', id, body: new Uint8Array() })
          if (!stop.aborted) await once(stop, 'abort')
          watches.delete(id)
          watch.stop()
          say({ kind: 'done', id, body: null })
          return
        }
        case 'drainWatch':
          watches.get(request.body.watch)?.drain()
          say({ kind: 'done', id, body: null })
      }
    },
  }
}
