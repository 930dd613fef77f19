/** The engine `namespaces`: a sandbox of Linux namespaces, for root and for plain users alike. */
import { type AgentClient, createAgentClient } from './agent-client.js'
import { createMachine } from './agent-machine.js'
import { startCapture } from './capture/client.js'
import { type Engine, EngineError, type Node, type NodeOptions } from './contract.js'
import { diagnose } from './diagnose.js'
import { type Facts, gatherFacts } from './facts.js'
import { createFurtherNodes } from './further-nodes.js'
import { findIdSource } from './id-maps.js'
import { launch, type Sandbox } from './launch.js'
import { createNetlink } from './netlink/client.js'

/** `gather` is for tests, which make up machines. */
export function createNamespacesEngine({ gather = gatherOnce }: { gather?: () => Promise<Facts> } = {}): Engine {
  return {
    name: 'namespaces',
    // Loading a program into the kernel takes a capability that no user namespace gives.
    lacks: ['ebpf'],
    probe: async () => diagnose(await gather()),
    start: async (options) => await start(options, gather),
  }
}

let gathered: Promise<Facts> | undefined

/** A machine that works keeps working: it is looked at once. One that does not may have been mended. */
async function gatherOnce(): Promise<Facts> {
  gathered ??= gatherFacts()
  const facts = await gathered
  if (facts.trial.exitCode !== 0) gathered = undefined
  return facts
}

async function start(options: NodeOptions, gather: () => Promise<Facts>): Promise<Node> {
  try {
    return await startNode(options)
  } catch (error) {
    // Why it failed is looked for only now: a machine that works does not wait for it.
    const probe = diagnose(await gather())
    if (probe.works) throw error
    throw new EngineError(`No sandbox can be started here: ${probe.reason}`, probe.remedies, { cause: error })
  }
}

async function startNode(options: NodeOptions): Promise<Node> {
  const sandbox = await launch(options, await findIdSource())
  const agent = createAgentClient(sandbox.socket)
  const gone = new Promise<void>((resolve) => sandbox.process.once('close', () => resolve()))
  const isReady = await Promise.race([agent.ready.then(() => true), gone.then(() => false)])
  if (!isReady) throw new EngineError(`The sandbox did not start: ${sandbox.complaint().trim() || 'it ended at once'}`)
  return createNode(options.name, sandbox, agent, gone)
}

/** How long a sandbox gets to end by itself once its agent has been told to. */
const FAREWELL_MS = 500

function createNode(name: string, sandbox: Sandbox, agent: AgentClient, gone: Promise<void>): Node {
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
