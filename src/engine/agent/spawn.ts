/** A process of its own for tools: its own process group, its output cut at the limit, its end told once. */
import { spawn } from 'node:child_process'
import { createCutter } from './cutter.js'
import type { Reply, Requests } from './protocol.js'

/** A process's pipes may be held open by what it left behind; this long we wait for late output after its end. */
const LINGER_MS = 50

/** Starts it and returns what kills it. `say` hears output and at last `done`. */
export function startProcess(id: number, request: Requests['spawn'], say: (reply: Reply) => void): () => void {
  const startedMs = performance.now()
  const argv =
    request.namespace === null
      ? request.argv
      : ['nsenter', `--net=/run/netns/${request.namespace}`, '--', ...request.argv]
  const child = spawn(argv[0] as string, argv.slice(1), {
    detached: true,
    stdio: [request.input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const cutter = createCutter(id, say)
  let timedOut = false
  let isKilled = false
  let isDone = false

  const finish = (exitCode: number | null, signal: string | null): void => {
    if (isDone) return
    isDone = true
    clearTimeout(timer)
    const durationMs = performance.now() - startedMs
    const { isTruncated } = cutter
    say({
      kind: 'done',
      id,
      body: { exitCode, signal, durationMs, timedOut, isInterrupted: isKilled && !timedOut, isTruncated },
    })
  }
  const killGroup = (): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      // The group may have ended in this very moment.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  const timer =
    request.timeoutMs === null
      ? undefined
      : setTimeout(() => {
          timedOut = true
          killGroup()
        }, request.timeoutMs)

  child.stdout?.on('data', (bytes: Buffer) => cutter.write('stdout', bytes))
  child.stderr?.on('data', (bytes: Buffer) => cutter.write('stderr', bytes))
  child.stdin?.on('error', (error: NodeJS.ErrnoException) => {
    // A process that ends without reading its input is no error of ours.
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error
  })
  child.stdin?.end(request.input ?? '')
  child.on('error', (error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT'
    const reason = isMissing ? 'command not found' : error.message
    cutter.write('stderr', Buffer.from(`${argv[0]}: ${reason}\n`))
    finish(isMissing ? 127 : 126, null)
  })
  child.on('close', finish)
  child.on('exit', (exitCode, signal) => {
    setTimeout(() => {
      child.stdout?.destroy()
      child.stderr?.destroy()
      finish(exitCode, signal)
    }, LINGER_MS)
  })
  return () => {
    isKilled = true
    killGroup()
  }
}
