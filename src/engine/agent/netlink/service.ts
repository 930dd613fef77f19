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
  return {
    async handle({ id }) {
      for (const body of readNetwork()) {
        say({ kind: 'chunk', id, body })
        await pause()
      }
      say({ kind: 'done', id, body: null })
    },
  }
}
