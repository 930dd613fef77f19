/** The engine `namespaces`: a sandbox of Linux namespaces, for root and for plain users alike. */
import type { Outcome, RunOutcome } from './agent/protocol.js'
import { type AgentClient, createAgentClient } from './agent-client.js'
import {
  type Engine,
  EngineError,
  type ExecResult,
  type Node,
  type NodeOptions,
  type Shell,
  type ShellResult,
} from './contract.js'
import { findIdSource } from './id-maps.js'
import { launch, type Sandbox } from './launch.js'
import { quote } from './quote.js'

export function createNamespacesEngine(): Engine {
  return {
    name: 'namespaces',
    lacks: [],
    probe: () => Promise.resolve({ works: true, detail: '', missing: [] }),
    start,
  }
}

async function start(options: NodeOptions): Promise<Node> {
  const sandbox = await launch(options, await findIdSource())
  const agent = createAgentClient(sandbox.socket)
  const gone = new Promise<void>((resolve) => sandbox.process.once('close', () => resolve()))
  const failed = gone.then(() => {
    throw new EngineError(`The sandbox did not start: ${sandbox.complaint().trim() || 'it ended at once'}`)
  })
  await Promise.race([agent.ready, failed])
  failed.catch(() => {
    // The start has succeeded: from here on the end is told by `ended`.
  })
  return createNode(options.name, sandbox, agent, gone)
}

/** How long a sandbox gets to end by itself once its agent has been told to. */
const FAREWELL_MS = 500

function createNode(name: string, sandbox: Sandbox, agent: AgentClient, gone: Promise<void>): Node {
  let isDisposed = false
  let shell: Promise<Shell> | undefined
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

  const openShell = async (): Promise<Shell> => {
    await agent.call({ kind: 'openShell', body: {} })
    return createShell(agent)
  }

  return {
    name,
    ended,
    shell: () => (shell ??= openShell()),
    async spawn(argv, { namespace, signal, timeoutMs, onOutput, input } = {}) {
      signal?.throwIfAborted()
      let abort = (): void => {}
      const body = { argv: [...argv], namespace: namespace ?? null, input: input ?? null, timeoutMs: timeoutMs ?? null }
      const answer = agent.call<Outcome>({ kind: 'spawn', body }, onOutput, (id) => {
        abort = () => agent.tell('kill', id)
        signal?.addEventListener('abort', abort)
      })
      try {
        const { stdout, stderr, body: outcome } = await answer
        return { command: quote(argv), stdout, stderr, ...outcome } satisfies ExecResult
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    async dispose() {
      isDisposed = true
      sandbox.socket.destroy()
      const timer = setTimeout(() => sandbox.process.kill('SIGKILL'), FAREWELL_MS)
      await gone
      clearTimeout(timer)
    },
  }
}

function createShell(agent: AgentClient): Shell {
  const running = new Set<number>()
  const first = (): number | undefined => running.values().next().value
  const tell = (kind: 'interrupt' | 'stop'): boolean => {
    const id = first()
    if (id === undefined) return false
    agent.tell(kind, id)
    return true
  }
  return {
    async run(script, { onOutput, timeoutMs, forMs } = {}) {
      let id = 0
      const body = { script, timeoutMs: timeoutMs ?? null, forMs: forMs ?? null }
      const answer = agent.call<RunOutcome>({ kind: 'run', body }, onOutput, (given) => running.add((id = given)))
      try {
        const { stdout, stderr, body: outcome } = await answer
        return { command: script, stdout, stderr, ...outcome } satisfies ShellResult
      } finally {
        running.delete(id)
      }
    },
    interrupt: () => tell('interrupt'),
    stop: () => tell('stop'),
  }
}
