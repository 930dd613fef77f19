/** What the agent does when it is asked to speak netlink; loaded after the start, which it would make slower. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { Reply, Request, Requests } from '../protocol.js'
import { applyOperations } from './apply.js'
import type { Namespaces } from './namespaces.js'
import { readNetwork, type ReadRequest } from './read.js'
import { EmptyStage, rootAlone } from './stage.js'
import { LinkWatch } from './watch.js'

export type NetlinkRequest = Extract<
  Request,
  { kind: 'readNetwork' | 'rehearse' | 'applyOperations' | 'watchNetwork' | 'drainWatch' }
>

/** How often a rehearsal reads what it has made. */
export const READINGS = 4

export interface NetlinkService {
  handle(request: NetlinkRequest, stop: AbortSignal): Promise<void>
}

export function createNetlinkService(owner: Socket, say: (reply: Reply) => void): NetlinkService {
  /** Lets other work be done, and the owner catch up. */
  const pause = async (): Promise<void> => {
    await setImmediate()
    if (owner.writableNeedDrain) await once(owner, 'drain')
  }
  const read = async (id: number, request: ReadRequest, stop: AbortSignal, stage?: Namespaces): Promise<void> => {
    for (const body of readNetwork(request, stage)) {
      if (stop.aborted) break
      say({ kind: 'chunk', id, body })
      await pause()
    }
  }
  const watches = new Map<number, LinkWatch>()
  /** One read after the other: they share their buffers. */
  let reading: Promise<void> = Promise.resolve()
  const inTurn = (...of: Parameters<typeof read>): Promise<void> => {
    const turn = reading.then(() => read(...of))
    // Who asked is told of a failure; the next one reads all the same.
    reading = turn.catch(() => undefined)
    return turn
  }
  const rehearse = async (
    id: number,
    { operations, names }: Requests['rehearse'],
    stop: AbortSignal,
  ): Promise<void> => {
    const stage = operations.length === 0 ? rootAlone : new EmptyStage()
    try {
      const refused = await applyOperations(
        operations,
        () => undefined,
        () => stop.aborted,
        stage,
      )
      if (refused !== null) throw new Error(`a rehearsal was refused: ${refused.errno} ${refused.detail}`)
      for (let turn = 0; turn < READINGS && !stop.aborted; turn++) await inTurn(id, { names }, stop, stage)
    } finally {
      stage.end()
    }
  }
  return {
    async handle(request, stop) {
      const { id } = request
      switch (request.kind) {
        case 'readNetwork':
          await inTurn(id, request.body, stop)
          say({ kind: 'done', id, body: null })
          return
        case 'rehearse':
          await rehearse(id, request.body, stop)
          say({ kind: 'done', id, body: null })
          return
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
