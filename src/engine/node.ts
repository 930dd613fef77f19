/** The first node of a lab, over the socket to the agent that an engine has brought to life in it. */
import { type Channel, createAgentClient } from './agent-client.js'
import { createMachine } from './agent-machine.js'
import { startCapture } from './capture/client.js'
import { EngineError, type Node } from './contract.js'
import { createFurtherNodes } from './further-nodes.js'
import type { Sandbox } from './launch.js'
import { createNetlink } from './netlink/client.js'

/** How long a sandbox gets to end by itself once its agent has been told to. */
const FAREWELL_MS = 500

/** Resolves when its agent is ready. @throws EngineError with what the set-up said where it ends before that */
export async function createNode(name: string, sandbox: Omit<Sandbox, 'socket'> & { socket: Channel }): Promise<Node> {
  const agent = createAgentClient(sandbox.socket)
  const gone = new Promise<void>((resolve) => sandbox.process.once('close', () => resolve()))
  const isReady = await Promise.race([agent.ready.then(() => true), gone.then(() => false)])
  if (!isReady) throw new EngineError(`The sandbox did not start: ${sandbox.complaint().trim() || 'it ended at once'}`)
  sandbox.process.unref()
  let isDisposed = false
  const ended = gone.then(() => {
    const complaint = sandbox.complaint().trim()
    const reason = isDisposed
      ? null
      : `The sandbox "${name}" ended: ${complaint === '' ? 'its agent was killed' : complaint}`
    agent.fail(
      new EngineError(reason ?? `The sandbox "${name}" was disposed of`, ['Open the lab again: a node as new']),
    )
    return reason
  })
  sandbox.socket.on('error', () => {
    // The agent has gone: `ended` tells it.
  })

  const further = createFurtherNodes(agent, ended)
  return {
    name,
    pid: 1,
    ended,
    netlink: createNetlink(agent),
    capture: (request) => startCapture(agent, request),
    ...createMachine(agent, null),
    get nodes() {
      return further.nodes
    },
    addNode: further.add,
    onVisited: agent.onVisited,
    async dispose() {
      isDisposed = true
      sandbox.process.ref()
      sandbox.socket.destroy()
      const timer = setTimeout(() => sandbox.process.kill('SIGKILL'), FAREWELL_MS)
      await gone
      clearTimeout(timer)
    },
  }
}
