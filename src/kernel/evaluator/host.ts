import type { ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Completion, MimeBundle } from '../../display/index.js'
import {
  descriptors,
  pack,
  type CommEvent,
  type Completeness,
  type Evaluator,
  type ExecuteRequest,
  type Frame,
  type Outcome,
  type Output,
  type Request,
} from './contract.js'
import { buildInBackground, findBlob } from './snapshot/index.js'
import { spawnEvaluator, type Spawned } from './spawn.js'
import { mainThread, youngestFamily } from './stop.js'
import { Merger, type MarkedFrame } from './merge.js'

/** How long the evaluator may take to notice a stop before a harder means is used, in milliseconds. */
const patienceMs = 50
/** How many means are tried in all, and how many of them leave a child process the time to end by itself. */
const rounds = 40
const patientRounds = 6

type RequestBody = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never

/** Why a request has no answer: the process that should have given it is gone. */
export class EvaluatorGone extends Error {
  override readonly name = 'EvaluatorGone'
}

/** Keeps an evaluator process running: starts it at once, and anew for the next request after it has ended. */
export class EvaluatorHost implements Evaluator {
  readonly #onOutput: (output: Output) => void
  readonly #log: (line: string) => void
  /** What evaluators start from in a fraction of the time; undefined: there is none, or it is of no use. */
  #blob: string | undefined
  #process: EvaluatorProcess
  #isDisposed = false

  /** @param first a process that has been started by guess; it is used if its snapshot is the right one */
  constructor(onOutput: (output: Output) => void, log: (line: string) => void, first: Spawned | undefined) {
    this.#onOutput = onOutput
    this.#log = log
    try {
      this.#blob = findBlob()
    } catch (error) {
      log(`the start-up snapshot cannot be looked for: ${error instanceof Error ? error.message : String(error)}`)
    }
    const isRight = first !== undefined && first.blob === this.#blob
    if (!isRight) first?.child.kill('SIGKILL')
    this.#process = isRight ? new EvaluatorProcess(first, onOutput, log) : this.#start()
    if (this.#blob !== undefined) return
    log('the first start takes longer: there is no start-up snapshot yet')
    this.#buildWhenReady()
  }

  async execute(request: ExecuteRequest): Promise<Outcome> {
    const isNew = this.#renew()
    if (isNew) {
      const text = 'A new evaluator runs this cell: variables of earlier cells are gone.\n'
      this.#onOutput({ cell: request.cell, kind: 'stream', name: 'stderr', text })
    }
    try {
      return (await this.#ask({ kind: 'execute', ...request })) as Outcome
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      return {
        ok: false,
        name,
        message,
        traceback: [`\u001b[31m${name}\u001b[39m: ${message}`],
      }
    }
  }

  async complete(code: string, cursor: number): Promise<Completion> {
    this.#renew()
    return (await this.#ask({ kind: 'complete', code, cursor })) as Completion
  }

  async inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined> {
    this.#renew()
    return (await this.#ask({ kind: 'inspect', code, cursor, detail })) as MimeBundle | undefined
  }

  async isComplete(code: string): Promise<Completeness> {
    this.#renew()
    return (await this.#ask({ kind: 'isComplete', code })) as Completeness
  }

  async comm(event: CommEvent): Promise<void> {
    this.#renew()
    await this.#ask({ kind: 'comm', event: pack(event) })
  }

  async listComms(target: string | undefined): Promise<Record<string, string>> {
    this.#renew()
    return (await this.#ask({ kind: 'listComms', target })) as Record<string, string>
  }

  interrupt(): Promise<void> {
    return this.#process.interrupt()
  }

  answer(text: string | undefined): void {
    this.#process.answer(text)
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true
    await this.#process.kill()
  }

  /** True if the former process had ended, and with it the variables. */
  #renew(): boolean {
    const former = this.#process
    if (!former.isGone || this.#isDisposed) return false
    if (former.isStillborn) {
      this.#log('the start-up snapshot is of no use; this start takes longer')
      const blob = this.#blob
      this.#blob = undefined
      this.#process = this.#start()
      // Options of V8 in the environment fit no snapshot: a new one would fare no better.
      if (blob !== undefined && process.env['NODE_OPTIONS'] === undefined) this.#buildWhenReady(blob)
      return false
    }
    this.#process = this.#start()
    return true
  }

  /** Not before the first cell can run. */
  #buildWhenReady(inPlaceOf?: string): void {
    void this.#process.ready.then(() => {
      if (!this.#isDisposed) buildInBackground(this.#log, inPlaceOf)
    })
  }

  #start(): EvaluatorProcess {
    return new EvaluatorProcess(spawnEvaluator(this.#blob), this.#onOutput, this.#log)
  }

  /** A snapshot that Node refuses costs time and nothing else. */
  async #ask(body: RequestBody): Promise<unknown> {
    const asked = this.#process
    try {
      return await asked.ask(body)
    } catch (error) {
      if (!asked.isStillborn || this.#isDisposed) throw error
      this.#renew()
      return await this.#process.ask(body)
    }
  }
}

class EvaluatorProcess {
  readonly #child: ChildProcess
  readonly #pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  readonly #merger: Merger
  readonly #stop: Writable
  readonly #answers: Writable
  readonly #ended: Promise<void>
  #onReady: () => void = () => undefined
  readonly ready = new Promise<void>((resolve) => (this.#onReady = resolve))
  readonly #isFromBlob: boolean
  #wasReady = false
  #nextId = 1
  #cell = 0
  /** A `prompt()` waits for its answer. */
  #isAsking = false
  isGone = false

  constructor(spawned: Spawned, onOutput: (output: Output) => void, log: (line: string) => void) {
    const { child, word, blob } = spawned
    this.#isFromBlob = blob !== undefined
    this.#child = child
    this.#merger = new Merger(
      word,
      (name, text) => {
        // What is written before the first cell is no cell's.
        if (this.#wasReady) onOutput({ cell: this.#cell, kind: 'stream', name, text })
        else log(text.trimEnd())
      },
      (frame) => this.#onFrame(frame, onOutput),
    )
    const { stdout, stderr } = this.#child
    const stdio: readonly unknown[] = this.#child.stdio
    stdout?.on('data', (chunk: Uint8Array) => this.#merger.bytes('stdout', chunk))
    stderr?.on('data', (chunk: Uint8Array) => this.#merger.bytes('stderr', chunk))
    readLines(stdio[descriptors.frames] as Readable, (line) => this.#merger.frame(JSON.parse(line) as MarkedFrame))
    // A pipe of a process that has just ended refuses what is written; that it has ended is told by 'exit'.
    this.#stop = (stdio[descriptors.stop] as Writable).on('error', () => undefined)
    this.#answers = (stdio[descriptors.answers] as Writable).on('error', () => undefined)
    this.#ended = new Promise((resolve) => {
      const gone = (how: string): void => {
        if (this.isGone) return
        this.isGone = true
        this.#merger.end()
        const message = `the process that runs the cells ${how}; its variables are gone, the next cell starts a new one`
        for (const { reject } of this.#pending.values()) reject(new EvaluatorGone(message))
        this.#pending.clear()
        resolve()
      }
      const ended = (code: number | null, signal: string | null): void => {
        // What is still in the pipes comes first. A grandchild may hold them open: the wait is short then.
        const how = signal ? `was ended by ${signal}` : `exited with code ${code}`
        const patience = setTimeout(() => gone(how), 100)
        child.on('close', () => {
          clearTimeout(patience)
          gone(how)
        })
      }
      const failed = (error: Error): void => gone(`could not be started (${error.message})`)
      if (spawned.failure) failed(spawned.failure)
      else if (child.exitCode !== null || child.signalCode !== null) ended(child.exitCode, child.signalCode)
      child.on('error', failed)
      child.on('exit', ended)
    })
  }

  /** It came from a snapshot and ended before it could do anything. */
  get isStillborn(): boolean {
    return this.#isFromBlob && this.isGone && !this.#wasReady
  }

  ask(body: RequestBody): Promise<unknown> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#child.send({ ...body, id }, (error) => {
        // If it has ended, 'exit' tells how.
        if (error && !this.isGone && this.#child.exitCode === null && this.#child.signalCode === null) reject(error)
      })
    })
  }

  answer(text: string | undefined): void {
    if (!this.#isAsking) return
    this.#isAsking = false
    this.#answers.write(`${JSON.stringify(text ?? null)}\n`)
  }

  /** Asks the evaluator to stop what runs; one that cannot listen is made to, from the mildest means to the hardest. */
  async interrupt(): Promise<void> {
    const { pid } = this.#child
    if (this.isGone || pid === undefined || this.#pending.size === 0) return
    await Promise.race([this.ready, this.#ended])
    this.answer(undefined)
    const noticed = this.ask({ kind: 'interrupt' }).catch((error: unknown) => {
      if (!(error instanceof EvaluatorGone)) throw error
    })
    let hasNoticed = false
    void noticed.then(() => (hasNoticed = true))
    const waitedFor = new Set<number>()
    let waited = false
    for (let round = 0; round < rounds; round++) {
      await Promise.race([noticed, pause(patienceMs)])
      if (hasNoticed || this.isGone) return
      const waits = !mainThread(pid).computes
      // Once may be chance: a thread that waits for its next event is about to notice.
      if (waits && waited) for (const member of youngestFamily(pid)) waitedFor.add(member)
      waited = waits
      // The signal ends a cell's first stretch, now or when the process that it waits for has ended.
      if (round === 0) this.#child.kill('SIGINT')
      // What runs after an await, or in a timer, is for the watcher.
      else if (!waits || waitedFor.size === 0) this.#stop.write('!')
      if (waits) for (const member of waitedFor) signal(member, round < patientRounds ? 'SIGINT' : 'SIGKILL')
    }
  }

  async kill(): Promise<void> {
    if (!this.isGone) this.#child.kill('SIGKILL')
    await this.#ended
  }

  #onFrame(frame: Frame, onOutput: (output: Output) => void): void {
    switch (frame.kind) {
      case 'ready':
        this.#wasReady = true
        return this.#onReady()
      case 'switch':
        return
      case 'cell':
        this.#cell = frame.cell
        return
      case 'output':
        if (frame.output.kind === 'input') this.#isAsking = true
        return onOutput(frame.output)
      case 'reply':
        this.#pending.get(frame.id)?.resolve(frame.value)
        this.#pending.delete(frame.id)
        return
      case 'refusal':
        this.#pending.get(frame.id)?.reject(new Error(frame.reason))
        this.#pending.delete(frame.id)
    }
  }
}

/** The process may have ended by itself meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Lines of UTF-8; one that was broken off by a stop is no JSON and is left out. */
function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.endsWith('}')) onLine(line)
  })
}
