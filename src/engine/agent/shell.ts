/**
 * The learner's shell: calls queue, lines are typed one by one as the shell asks for them, so a command in the foreground
 * never swallows the lines after it, and those still run when it is stopped.
 */
import { type Bash, type FailureMark, type Prompt, startBash } from './bash.js'
import { createCutter, type Cutter } from './cutter.js'
import { createLineCounts } from './line-counts.js'
import type { Machine } from './nodes/machine.js'
import { namespaceOf } from './place.js'
import type { Reply, Requests } from './protocol.js'
import { createSync } from './sync.js'
import { createStopper, type Stopper } from './stopper.js'
import { signalOf, statusOf } from './signal.js'

export interface LearnerShell {
  open(id: number): void
  run(id: number, request: Requests['run']): void
  /** Ctrl+C for the foreground command of call `id`. */
  interrupt(id: number): void
  /** Ends call `id`, running or queued. */
  stop(id: number): void
}

interface Call {
  id: number
  request: Requests['run']
  lines: string[]
  /** Index of the line to type next. */
  next: number
  /** Index of the line that began the command now running. */
  began: number
  startedMs: number
  cutter: Cutter
  failures: { command: string; line: number; exitCode: number }[]
  /** The running command was sent Ctrl+C: that it failed is then no news. */
  isStopping: boolean
  isInterrupted: boolean
  isEnded: boolean
  timedOut: boolean
  /** The text ended inside a command. */
  isUnfinished: boolean
  /** Something was typed at all: an empty text ends well. */
  hasRun: boolean
  /** bash itself complained, in the command now running. */
  complained: boolean
  timers: NodeJS.Timeout[]
  forTimer: NodeJS.Timeout | undefined
}

/** Background jobs speak between calls too; this much is kept for the next one. */
const KEPT_BETWEEN_CALLS = 1024 * 1024

/** How often we look for a reader that does not tell. */
const WATCH_MS = 50

export function createLearnerShell(machine: Machine, say: (reply: Reply) => void): LearnerShell {
  let bash: Bash | undefined
  let prompt: Prompt | undefined
  /** What waits for the first prompt of a new shell. */
  const atStart: (() => void)[] = []
  const queue: Call[] = []
  let call: Call | undefined
  let between: { stream: 'stdout' | 'stderr'; bytes: Uint8Array }[] = []
  let betweenSize = 0
  const stopper: Stopper = createStopper(
    () => bash,
    () => prompt?.pid ?? bash?.pid ?? 0,
  )
  /** A shell that was entered and tells nothing, such as dash. */
  let mute: { pid: number; directory: string; depth: number } | undefined
  let watchTimer: NodeJS.Timeout | undefined
  const lineCounts = createLineCounts()

  const sync = createSync(() => bash)
  const home = process.cwd()
  const start = (): void => {
    prompt = undefined
    lineCounts.restart()
    bash = startBash(machine, { output, prompt: prompted, more, failure, synced: sync.heard, ended })
  }

  const output = (stream: 'stdout' | 'stderr', bytes: Uint8Array): void => {
    if (call !== undefined) {
      if (stream === 'stderr' && /(^|\n)-?bash: /.test(Buffer.from(bytes).toString('latin1'))) call.complained = true
      call.cutter.write(stream, bytes)
    } else if (betweenSize < KEPT_BETWEEN_CALLS) {
      between.push({ stream, bytes: Uint8Array.from(bytes) })
      betweenSize += bytes.length
    }
  }

  const notice = (text: string): void => {
    call?.cutter.write('stderr', Buffer.from(`[${text}]\n`))
  }

  const prompted = (now: Prompt): void => {
    if (sync.isPending) return
    sync.isActive = false
    const before = prompt
    prompt = now
    mute = undefined
    clearTimeout(watchTimer)
    if (stopper.reached()) {
      lineCounts.typed()
      return sync.ask()
    }
    if (before === undefined) for (const task of atStart.splice(0)) task()
    if (call === undefined) return void nextCall()
    if (before !== undefined) endCommand(call, now)
    typeNext(call)
  }

  /** Notes what the prompt tells of the command before it. */
  const endCommand = (of: Call, now: Prompt): void => {
    clearTimeout(of.forTimer)
    const isTold = of.failures.some(({ line }) => line > of.began)
    const command = (of.lines[of.began] ?? '').trim()
    if (of.isUnfinished) {
      lineCounts.typed()
      notice(`line ${of.began + 1} begins a quote, a heredoc or a command that the text does not end; it was not run`)
      of.failures.push({ command, line: of.began + 1, exitCode: 2 })
    } else if (now.status !== 0 && of.complained && !isTold && !of.isStopping)
      // A syntax error or a failed expansion ends a line without setting off bash's ERR trap.
      of.failures.push({ command, line: of.began + 1, exitCode: now.status })
    of.isStopping = false
    of.complained = false
  }

  const typeNext = (of: Call): void => {
    // What a terminal would skip needs no round trip. Only between commands: in a heredoc every line counts.
    while (of.next < of.lines.length && /^\s*(#|$)/.test(of.lines[of.next] as string)) of.next++
    if (of.isEnded || of.next >= of.lines.length) return finish(of)
    of.began = of.next
    of.hasRun = true
    lineCounts.begin(prompt?.depth ?? 0)
    if (of.request.forMs !== null) of.forTimer = setTimeout(() => stopCommand(of), of.request.forMs)
    typeLine(of)
  }

  const typeLine = (of: Call): void => {
    lineCounts.typed()
    bash?.type(`${of.lines[of.next++]}\n`)
    watch(of)
  }

  /**
   * Most shells tell us when they want a line. Two do not: a `sh` that was entered, and bash's own `read`. Both get the
   * next one, as in a terminal; any other program that reads the terminal is left waiting.
   */
  const watch = (of: Call): void => {
    clearTimeout(watchTimer)
    watchTimer = setTimeout(() => {
      if (of !== call) return
      const reader = bash?.reader() ?? null
      // What was heard by that may have ended this call.
      if (of !== call) return
      if (reader === null || of.isStopping) return watch(of)
      // A shell that tells its prompts, and reads all the same, is inside a command: `read`.
      const isOurs = reader.pid === prompt?.pid
      if (!isOurs) mute = { ...reader, depth: (prompt?.depth ?? 0) + 1 }
      if (!of.isEnded && of.next < of.lines.length) {
        typeLine(of)
        // What 'read' takes the shell does not count.
        if (isOurs) lineCounts.untyped()
        return
      }
      if (isOurs) return watch(of)
      finish(of)
    }, WATCH_MS)
  }

  const more = (): void => {
    if (call === undefined || sync.isPending) return
    clearTimeout(watchTimer)
    if (!call.isEnded && call.next < call.lines.length) return void typeLine(call)
    call.isUnfinished = !call.isEnded
    stopper.stop()
  }

  const failure = ({ status, depth, line, command }: FailureMark): void => {
    if (call === undefined || prompt === undefined || call.isStopping || sync.isActive) return
    // The end of a shell that was entered repeats the status of its last command.
    if (depth < prompt.depth || mute !== undefined) return
    const first = call.began + 1
    const told = first + line - lineCounts.began
    call.failures.push({ command, line: Math.min(Math.max(told, first), call.next), exitCode: status })
  }

  const stopCommand = (of: Call): void => {
    if (of !== call) return
    of.isStopping = true
    stopper.stop()
  }

  const finish = (of: Call): void => {
    const status = of.isUnfinished ? 2 : mute === undefined && of.hasRun ? (prompt?.status ?? 0) : 0
    end(of, { exitCode: status, signal: signalOf(status) })
  }

  const end = (of: Call, { exitCode, signal }: { exitCode: number | null; signal: string | null }): void => {
    for (const timer of of.timers) clearTimeout(timer)
    clearTimeout(of.forTimer)
    call = undefined
    const { failures, isInterrupted, timedOut } = of
    const durationMs = performance.now() - of.startedMs
    clearTimeout(watchTimer)
    const { depth, directory } = mute ?? prompt ?? { depth: 0, directory: home }
    const place = { depth, namespace: namespaceOf(bash?.foreground() ?? 0, machine), directory }
    const { isTruncated } = of.cutter
    say({
      kind: 'done',
      id: of.id,
      body: { exitCode, signal, durationMs, timedOut, isInterrupted, isTruncated, failures, place },
    })
    nextCall()
  }

  const ended = (exitCode: number | null, signal: string | null, leftTyped: boolean): void => {
    stopper.reached()
    sync.forget()
    mute = undefined
    // Its calls fail with the machine.
    if (machine.hasEnded()) return
    const how = signal === null ? `ended with status ${exitCode}` : `was killed by ${signal}`
    const was = call
    if (was !== undefined) {
      const line = was.began + 1
      if (exitCode !== 0 && !was.isStopping && !was.failures.some((failed) => failed.line >= line))
        was.failures.push({ command: (was.lines[was.began] ?? '').trim(), line, exitCode: statusOf(exitCode, signal) })
      const left = was.lines.slice(leftTyped ? was.next - 1 : was.next).filter((line) => !/^\s*(#|$)/.test(line)).length
      notice(
        `the shell ${how}; a new one stands in ${home}, without the old one's variables and jobs. The network is as it was` +
          (left === 0 ? '' : `. Not run: the last ${left === 1 ? 'line' : `${left} lines`}`),
      )
    }
    start()
    if (was !== undefined) atStart.push(() => end(was, { exitCode, signal }))
  }

  const nextCall = (): void => {
    if (call !== undefined || prompt === undefined) return
    const next = queue.shift()
    if (next === undefined) return
    call = next
    next.startedMs = performance.now()
    for (const { stream, bytes } of between) next.cutter.write(stream, bytes)
    between = []
    betweenSize = 0
    if (next.request.timeoutMs !== null)
      next.timers.push(
        setTimeout(() => {
          next.timedOut = true
          next.isEnded = true
          stopCommand(next)
        }, next.request.timeoutMs),
      )
    typeNext(next)
  }

  return {
    open(id) {
      if (prompt !== undefined) return say({ kind: 'done', id, body: null })
      atStart.push(() => say({ kind: 'done', id, body: null }))
      if (bash === undefined) start()
    },
    run(id, request) {
      const lines = request.script.split('\n')
      const cutter = createCutter(id, say)
      queue.push({
        ...{ id, request, lines, cutter, next: 0, began: 0, startedMs: performance.now(), failures: [] },
        ...{ isStopping: false, isInterrupted: false, isEnded: false, timedOut: false, isUnfinished: false },
        ...{ hasRun: false, complained: false, timers: [], forTimer: undefined },
      })
      if (bash === undefined) start()
      nextCall()
    },
    interrupt(id) {
      if (call?.id !== id) return
      call.isInterrupted = true
      stopCommand(call)
    },
    stop(id) {
      const of = call?.id === id ? call : queue.find((queued) => queued.id === id)
      if (of === undefined) return
      of.isInterrupted = true
      of.isEnded = true
      stopCommand(of)
    },
  }
}
