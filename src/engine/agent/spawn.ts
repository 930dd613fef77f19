/** A process of its own for tools: its own process group, its output cut at the limit, its end told once. */
import { spawn } from 'node:child_process'
import { REAL_IP } from '../paths.js'
import { createCutter } from './cutter.js'
import { machineOf } from './nodes/machine.js'
import type { Reply, Requests } from './protocol.js'

/** A process's pipes may be held open by what it left behind: quiet for so long after its end, they are let go. */
const LINGER_MS = 50

/** Starts it and returns what kills it. `say` hears output and at last `done`. */
export function startProcess(id: number, request: Requests['spawn'], say: (reply: Reply) => void): () => void {
  const startedMs = performance.now()
  const words = [programOf(request.argv), ...request.argv.slice(1)]
  const machine = machineOf(request.node)
  const argv = [...machine.enter(request.namespace), ...words]
  const child = spawn(argv[0] as string, argv.slice(1), {
    detached: true,
    stdio: [request.input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const cutter = createCutter(id, say)
  let timedOut = false
  let isKilled = false
  let isDone = false
  let heard = 0
  const complaint: Buffer[] = []

  const finish = (exitCode: number | null, signal: string | null): void => {
    if (isDone) return
    isDone = true
    clearTimeout(timer)
    // The end of its machine is told instead.
    if (machine.hasEnded()) return
    if (complaint.length > 0) cutter.write('stderr', inOurWords(Buffer.concat(complaint)))
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

  const hear = (stream: 'stdout' | 'stderr') => (bytes: Buffer) => {
    heard += bytes.length
    cutter.write(stream, bytes)
  }
  child.stdout?.on('data', hear('stdout'))
  child.stderr?.on('data', (bytes: Buffer) => {
    // What nsenter says comes in pieces.
    const isFirst = heard === 0 && bytes.toString('latin1', 0, 9) === 'nsenter: '
    if (isFirst || complaint.length > 0) complaint.push(bytes)
    hear('stderr')(complaint.length > 0 ? Buffer.alloc(0) : bytes)
  })
  child.stdin?.on('error', (error: NodeJS.ErrnoException) => {
    // A process that ends without reading its input is no error of ours.
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error
  })
  child.stdin?.end(request.input ?? '')
  child.on('error', (error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT'
    const reason = isMissing ? 'command not found' : error.message
    cutter.write('stderr', Buffer.from(`${request.argv[0]}: ${reason}\n`))
    finish(isMissing ? 127 : 126, null)
  })
  child.on('close', finish)
  child.on('exit', (exitCode, signal) => {
    const letGo = (heardBefore: number): void => {
      // Timers come before input in a turn of the event loop: what has arrived is read first.
      setImmediate(() => {
        if (isDone) return
        if (heard > heardBefore && !cutter.isTruncated) return void setTimeout(letGo, LINGER_MS, heard)
        child.stdout?.destroy()
        child.stderr?.destroy()
        finish(exitCode, signal)
      })
    }
    setTimeout(letGo, LINGER_MS, heard)
  })
  return () => {
    isKilled = true
    killGroup()
  }
}

/** A missing command is told by who was to start it. */
function inOurWords(bytes: Buffer): Buffer {
  const [, name] = /^nsenter: failed to execute (.*): No such file or directory\n$/.exec(bytes.toString()) ?? []
  return name === undefined ? bytes : Buffer.from(`${name}: command not found\n`)
}

/** Tools ask `ip` a lot, and need its shim only where a namespace may be added: the real one saves a millisecond. */
function programOf(argv: readonly string[]): string {
  const mayAdd = argv.some((word) => /^(net.*|--?b(a.*)?)$/.test(word))
  return argv[0] === 'ip' && !mayAdd ? REAL_IP : (argv[0] ?? '')
}
