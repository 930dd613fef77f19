/** What is not asked of the kernel by us but by a program: in the namespace that this thread stands in. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Qdisc } from '../../../network/index.js'

/** What a program said when it failed. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
}

export function loadNftables(ruleset: string): Promise<void> {
  return run(['nft', '-f', '-'], ruleset)
}

export function setQdisc(link: string, qdisc: Qdisc): Promise<void> {
  return run(['tc', 'qdisc', 'replace', 'dev', link, 'root', ...qdiscWords(qdisc)])
}

/** As tc-tbf(8) and tc-netem(8) are told. */
export function qdiscWords(qdisc: Qdisc): string[] {
  if (qdisc.kind === 'tbf') {
    const { rateBitsPerSecond, burstBytes, latencyMs } = qdisc
    return ['tbf', 'rate', `${rateBitsPerSecond}bit`, 'burst', `${burstBytes}b`, 'latency', `${latencyMs}ms`]
  }
  const { delayMs, jitterMs, lossRatio, rateBitsPerSecond } = qdisc
  return [
    'netem',
    ...(delayMs === undefined ? [] : ['delay', `${delayMs}ms`, ...(jitterMs === undefined ? [] : [`${jitterMs}ms`])]),
    ...(lossRatio === undefined ? [] : ['loss', `${lossRatio * 100}%`]),
    ...(rateBitsPerSecond === undefined ? [] : ['rate', `${rateBitsPerSecond}bit`]),
  ]
}

/** It runs until it ends by itself, or with the sandbox. */
export function runService(command: string): void {
  const child = spawn('/bin/sh', ['-c', command], { detached: true, stdio: 'ignore' })
  child.on('error', () => {
    // There is a /bin/sh; that the machine has no room for one more process shows in that the service is not there.
  })
  child.unref()
}

async function run([program, ...words]: [string, ...string[]], input = ''): Promise<void> {
  const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'pipe'] })
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
