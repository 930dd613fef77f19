/** The owner's side of netlink: asks the agent, and finds out what the kernel's messages mean. */
import { type NetworkState, type Notice, type Operation, UnreadableOutputError } from '../../network/index.js'
import type { AgentClient } from '../agent-client.js'
import type { Refused } from '../agent/protocol.js'
import { OperationError, type Netlink, type NetworkListener, type NetworkWatch } from '../contract.js'
import { StateReader } from './chunk.js'
import type { KnownNames } from './name-tables.js'
import { Practice, type Exercise } from './practice.js'
import { readNotices, type Said } from './notices.js'
import { compareRehearsal, planRehearsal } from './rehearsal.js'
import { refusalWords } from './refusal-words.js'

export function createNetlink(agent: AgentClient): Netlink {
  let names: KnownNames | null = null
  const read = async (signal: AbortSignal | undefined): Promise<NetworkState> => {
    const reader = new StateReader(names)
    let failure: Error | undefined
    const onChunk = (chunk: Uint8Array): void => {
      try {
        reader.take(chunk)
      } catch (error) {
        failure ??= error as Error
      }
    }
    const body = { names: names?.stamp ?? null }
    await stoppable(agent, signal, (onId) => agent.call({ kind: 'readNetwork', body }, { onChunk, onId }))
    names = reader.names
    if (failure !== undefined) throw new UnreadableOutputError('rtnetlink', failure.message, { cause: failure })
    return reader.state()
  }
  /** Each reading as if it were the last one. */
  const rehearse = async (operations: Operation[], signal: AbortSignal): Promise<number> => {
    let reader = new StateReader(names)
    let count = 0
    let failure: Error | undefined
    const onChunk = (chunk: Uint8Array): void => {
      try {
        reader.take(chunk)
        if (!reader.isWhole) return
        const state = reader.state()
        count += state.namespaces.length
        if (operations.length > 0) compareRehearsal(state)
        reader = new StateReader(reader.names)
      } catch (error) {
        failure ??= error as Error
      }
    }
    const body = { names: names?.stamp ?? null, operations }
    await stoppable(agent, signal, (onId) => agent.call({ kind: 'rehearse', body }, { onChunk, onId }))
    if (failure !== undefined) throw failure
    names = reader.names
    return count
  }
  const exercise: Exercise = async (piece, signal) =>
    piece === 'network'
      ? (await read(signal)).namespaces.length
      : rehearse(piece === 'stage' ? planRehearsal() : [], signal)
  const practice = new Practice(exercise, () => agent.isBusy)
  const netlink: Netlink = {
    get isUp() {
      return agent.isNetlinkUp
    },
    async readState({ signal } = {}) {
      practice.pause()
      let count = 0
      try {
        const state = await read(signal)
        count = state.namespaces.length
        return state
      } finally {
        practice.resume(count)
      }
    },
    async apply(operations, { signal, onProgress } = {}) {
      practice.pause()
      const { body: refused } = await stoppable(agent, signal, (onId) =>
        agent.call<Refused | null>({ kind: 'applyOperations', body: { operations } }, { onProgress, onId }),
      ).finally(() => practice.resume())
      const operation = operations[refused?.index ?? -1]
      if (refused === null || operation === undefined) return
      const { index, errno, detail } = refused
      throw new OperationError(index, operation, errno, detail, refusalWords(operation, errno, detail))
    },
    watch: (listener) => watch(agent, listener),
  }
  agent.onNetlinkUp(() => practice.resume())
  return netlink
}

function watch(agent: AgentClient, listener: NetworkListener): Promise<NetworkWatch> {
  return new Promise((resolve, reject) => {
    let watched = 0
    const onChunk = (chunk: Uint8Array): void => {
      for (const notice of readNotices(chunk)) tell(notice, listener)
      resolve({
        drain: async () => void (await agent.call({ kind: 'drainWatch', body: { watch: watched } })),
        stop: async () => {
          agent.tell('kill', watched)
          await ended.catch(() => {
            // The node is gone, and the watch with it.
          })
        },
      })
    }
    const ended = agent.call({ kind: 'watchNetwork', body: {} }, { onChunk, onId: (id) => (watched = id) })
    ended.catch(reject)
  })
}

function tell(notice: Notice | Said, listener: NetworkListener): void {
  if (notice.kind === 'overrun') return listener.overrun()
  if (notice.kind !== 'named') return listener.notice(notice)
  const { id, name, isNew } = notice
  listener.notice({ kind: 'namespace-id', atMs: Date.now(), isDeleted: false, id, name })
  if (isNew) listener.newNamespace(name)
}

/** Makes a call that ends early when the signal says so. */
async function stoppable<Result>(
  agent: AgentClient,
  signal: AbortSignal | undefined,
  call: (onId: (id: number) => void) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted()
  let abort = (): void => {}
  try {
    return await call((id) => {
      abort = () => agent.tell('kill', id)
      signal?.addEventListener('abort', abort)
    })
  } finally {
    signal?.removeEventListener('abort', abort)
    signal?.throwIfAborted()
  }
}
