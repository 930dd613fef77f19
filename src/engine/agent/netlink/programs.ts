/** What is not asked of the kernel by us but by a program: where nothing else is said, in the namespace that this thread stands in. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import {
  qdiscCommand,
  ruleCommand,
  SERVICE_VARIABLE,
  serviceMark,
  stopService as stopScript,
  type NewRule,
  type Qdisc,
} from '../../../network/index.js'
import { FIRST, machineOf } from '../nodes/machine.js'
import { isFurther } from './namespaces.js'

/** What a program said when it failed. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
}

export function loadNftables(ruleset: string): Promise<void> {
  return run(['nft', '-f', '-'], ruleset)
}

/** Null: as the kernel gives it one. */
export function setQdisc(link: string, qdisc: Qdisc | null): Promise<void> {
  return run(['tc', ...qdiscCommand(link, qdisc)])
}

/** A rule of policy routing is asked for once in a while: ip(8) does it. */
export function changeRule(verb: 'add' | 'delete', rule: NewRule): Promise<void> {
  return run(['ip', ...ruleCommand(verb, rule)])
}

/** A further machine has mounts of its own, so that its namespaces are named there. */
export function nameNamespace(verb: 'add' | 'delete', node: string, namespace: string): Promise<void> {
  return run([...machineOf(node).enter(null), 'ip', 'netns', verb, namespace])
}

/** It runs until it ends by itself, or with its machine. */
export function runService(at: { node?: string; namespace: string; command: string }): void {
  const machine = isFurther(at) ? machineOf(at.node) : FIRST
  const enter = machine.enter(at.namespace === 'root' ? null : at.namespace)
  const words = [...enter, '/bin/sh', '-c', at.command]
  const env = { ...process.env, [SERVICE_VARIABLE]: serviceMark(at) }
  const child = spawn(words[0] as string, words.slice(1), { detached: true, stdio: 'ignore', env })
  child.on('error', () => {
    // There is a /bin/sh; that the machine has no room for one more process shows in that the service is not there.
  })
  child.unref()
}

export function stopService(at: { node?: string; namespace: string; command: string }): Promise<void> {
  return run(['/bin/sh', '-c', stopScript(at)])
}

async function run(argv: readonly string[], input = ''): Promise<void> {
  const program = argv[0] as string
  const child = spawn(program, argv.slice(1), { stdio: ['pipe', 'ignore', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? `there is no ${program} here` : error.message
      reject(new ToolFailure(reason, { cause: error }))
    })
  })
  child.stdin.on('error', () => {
    // It ended without reading all: what it says of that counts.
  })
  child.stdin.end(input)
  const [said, exitCode] = await Promise.all([text(child.stderr), ended])
  if (exitCode !== 0) throw new ToolFailure(said.trim() || `${program} ended with ${exitCode ?? 'a signal'}`)
}
