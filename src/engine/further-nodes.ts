/** The further machines of a lab, on the owner's side: made by the agent below the lab's user namespace. */
import type { AgentClient } from './agent-client.js'
import { createMachine } from './agent-machine.js'
import type { Added } from './agent/protocol.js'
import { EngineError, type Node, type Shell } from './contract.js'

export interface FurtherNodes {
  readonly nodes: readonly Node[]
  add(name: string): Promise<Node>
}

/** `firstEnded` is the first node's `ended`: no other outlives it. */
export function createFurtherNodes(agent: AgentClient, firstEnded: Promise<string | null>): FurtherNodes {
  const nodes = new Map<string, Node>()
  /** By their names, in the order in which they were asked for. */
  const gone = new Map<string, (reason: string) => void>()
  const present = (): Node[] => [...gone.keys()].flatMap((name) => nodes.get(name) ?? [])
  agent.onNodeEnded((name, reason) => gone.get(name)?.(reason))

  const add = async (name: string): Promise<Node> => {
    if (gone.has(name)) throw new EngineError(`There is a node ${name} already`)
    const toldGone = new Promise<string>((resolve) => gone.set(name, resolve))
    const { body } = await agent.call<Added>({ kind: 'addNode', body: { name } }).catch((error: unknown) => {
      gone.delete(name)
      throw error
    })
    let isDisposed = false
    let failure: EngineError | undefined
    const ended = Promise.race([
      toldGone.then((reason) => (isDisposed ? null : `The node "${name}" ended: ${reason}`)),
      firstEnded,
    ]).then((reason) => {
      nodes.delete(name)
      gone.delete(name)
      failure = new EngineError(reason ?? `The node "${name}" was disposed of`)
      agent.failNode(name, failure)
      return reason
    })
    const machine = createMachine(agent, name)
    let shell: Promise<Shell> | undefined
    const guarded = (opened: Shell): Shell => ({
      ...opened,
      run: async (script, options) => {
        if (failure !== undefined) throw failure
        return opened.run(script, options)
      },
    })
    const node: Node = {
      name,
      pid: body.pid,
      ended,
      get nodes() {
        return present().filter((other) => other !== node)
      },
      addNode: add,
      async shell() {
        if (failure !== undefined) throw failure
        return (shell ??= machine.shell().then(guarded))
      },
      async spawn(argv, options) {
        if (failure !== undefined) throw failure
        return machine.spawn(argv, options)
      },
      async dispose() {
        if (failure !== undefined) return
        isDisposed = true
        await agent.call({ kind: 'endNode', body: { name } })
        await ended
      },
    }
    nodes.set(name, node)
    return node
  }
  return {
    get nodes() {
      return present()
    },
    add,
  }
}
