/** What the agent does on one machine of a lab: commands, and the shell. The first one or a further one, all the same. */
import type { AgentClient } from './agent-client.js'
import type { Outcome, RunOutcome } from './agent/protocol.js'
import type { ExecResult, Node, Shell, ShellResult } from './contract.js'
import { quote } from './quote.js'

/** `node` names a further machine; null: the first one. */
export function createMachine(agent: AgentClient, node: string | null): Pick<Node, 'shell' | 'spawn'> {
  let shell: Promise<Shell> | undefined
  const openShell = async (): Promise<Shell> => {
    await agent.call({ kind: 'openShell', body: { node } })
    return createShell(agent, node)
  }
  return {
    shell: () => (shell ??= openShell()),
    async spawn(argv, { namespace = null, signal, timeoutMs = null, onOutput, input = null } = {}) {
      signal?.throwIfAborted()
      let abort = (): void => {}
      const body = { node, argv: [...argv], namespace, input, timeoutMs }
      const onId = (id: number): void => {
        abort = () => agent.tell('kill', id)
        signal?.addEventListener('abort', abort)
      }
      const answer = agent.call<Outcome>({ kind: 'spawn', body }, { onOutput, onId })
      try {
        const { stdout, stderr, body: outcome } = await answer
        return { command: quote(argv), stdout, stderr, ...outcome } satisfies ExecResult
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
  }
}

function createShell(agent: AgentClient, node: string | null): Shell {
  const running = new Set<number>()
  const first = (): number | undefined => running.values().next().value
  const tell = (kind: 'interrupt' | 'stop'): boolean => {
    const id = first()
    if (id === undefined) return false
    agent.tell(kind, id)
    return true
  }
  return {
    async run(script, { onOutput, timeoutMs = null, forMs = null } = {}) {
      let id = 0
      const answer = agent.call<RunOutcome>(
        { kind: 'run', body: { node, script, timeoutMs, forMs } },
        { onOutput, onId: (given) => running.add((id = given)) },
      )
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
