/** The owner's side of netlink: asks the agent, and finds out what the kernel's messages mean. */
import { UnreadableOutputError } from '../../network/index.js'
import type { AgentClient } from '../agent-client.js'
import type { Netlink } from '../contract.js'
import { StateReader } from './chunk.js'

export function createNetlink(agent: AgentClient): Netlink {
  return {
    get isUp() {
      return agent.isNetlinkUp
    },
    async readState({ signal } = {}) {
      signal?.throwIfAborted()
      const reader = new StateReader()
      let failure: Error | undefined
      const onChunk = (chunk: Uint8Array): void => {
        try {
          reader.take(chunk)
        } catch (error) {
          failure ??= error as Error
        }
      }
      await agent.call({ kind: 'readNetwork', body: {} }, { onChunk })
      signal?.throwIfAborted()
      if (failure !== undefined) throw new UnreadableOutputError('rtnetlink', failure.message, { cause: failure })
      return reader.state()
    },
    apply() {
      return Promise.reject(new Error('not yet'))
    },
    watch() {
      return Promise.reject(new Error('not yet'))
    },
  }
}
