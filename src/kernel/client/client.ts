import { randomUUID } from 'node:crypto'
import diagnostics from 'node:diagnostics_channel'
import type { Dealer as DealerSocket, Subscriber as SubscriberSocket } from 'zeromq'
import { addressOf, createSigner, decode, encode, SendQueue, type JsonObject, type Message } from '../wire/index.js'
import { OutputFolder, type DisplayRegistry, type NotebookOutput } from './outputs.js'
import { startProcess, type KernelProcess } from './start.js'

/** What a cell came to. */
export interface Execution {
  status: 'ok' | 'error' | 'aborted'
  executionCount: number
  /** In nbformat's form; what a timer shows later is added, and a display that a later cell updates changes here, too. */
  outputs: NotebookOutput[]
  error?: { ename: string; evalue: string; traceback: string[] }
}

export interface ExecuteOptions {
  /** Called for each output that is added or changed. */
  onOutput?: (output: NotebookOutput) => void
  /** Aborting it stops the cell, as the stop button does; the execution then settles as an error. */
  signal?: AbortSignal
  /** Whether cells that wait are not run if this one fails. Default: true. */
  stopOnError?: boolean
}

/** A kernel and the connection to it. */
export interface KernelClient {
  /** @throws Error if the kernel ends before the cell does. */
  execute(code: string, options?: ExecuteOptions): Promise<Execution>
  /** The stop button. */
  interrupt(): Promise<void>
  /** A new process under the same connection: variables and counts start over. */
  restart(): Promise<void>
  shutdown(): Promise<void>
  /** `cursor` in Unicode code points. */
  complete(code: string, cursor?: number): Promise<JsonObject>
  inspect(code: string, cursor?: number, detail?: 0 | 1): Promise<JsonObject>
  kernelInfo(): Promise<JsonObject>
  /** Any other request by its message type; the content of its reply. */
  request(channel: 'shell' | 'control', type: string, content: JsonObject): Promise<JsonObject>
  /** The kernel's process id. */
  readonly pid: number | undefined
}

/**
 * Tells whoever listens, such as a test, of each message that comes from a kernel: `{ channel, message }`.
 *
 * Format: Node documentation, "Diagnostics Channel".
 */
const received = diagnostics.channel('vethbook.kernel.received')

/** How many cells back output may still find its cell. */
const rememberedCells = 1_000

interface Waiting {
  reply: JsonObject | undefined
  isIdle: boolean
  onMessage: ((message: Message) => void) | undefined
  resolve(reply: JsonObject): void
  reject(error: Error): void
}

/**
 * Starts our kernel and connects to it.
 *
 * @throws Error that says how the kernel ended, if it does so before its first answer
 */
export async function startKernel(options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<KernelClient> {
  const process = startProcess({
    cwd: options.cwd ?? globalThis.process.cwd(),
    env: options.env ?? globalThis.process.env,
  })
  const client = new Client(process)
  try {
    await client.connect()
  } catch (error) {
    process.child.kill('SIGKILL')
    process.removeFiles()
    throw error
  }
  return client
}

class Client implements KernelClient {
  #process: KernelProcess
  #shell!: DealerSocket
  #control!: DealerSocket
  #iopub!: SubscriberSocket
  #queues!: { shell: SendQueue; control: SendQueue }
  readonly #signer
  readonly #session = randomUUID()
  readonly #waiting = new Map<string, Waiting>()
  readonly #displays: DisplayRegistry = new Map()
  /** Where messages of cells go that have ended: a timer may go on showing things. */
  readonly #ended = new Map<string, (message: Message) => void>()
  #isClosing = false
  #isHeard = false

  constructor(process: KernelProcess) {
    this.#process = process
    this.#signer = createSigner(process.connection.key, process.connection.signatureScheme)
  }

  get pid(): number | undefined {
    return this.#process.child.pid
  }

  async connect(): Promise<void> {
    const { Dealer, Subscriber } = await import('zeromq')
    const { connection } = this.#process
    const options = { linger: 0, reconnectInterval: 5, receiveHighWaterMark: 0 }
    const [shell, control, iopub] = [new Dealer(options), new Dealer(options), new Subscriber(options)]
    shell.connect(addressOf(connection, 'shell'))
    control.connect(addressOf(connection, 'control'))
    iopub.connect(addressOf(connection, 'iopub'))
    iopub.subscribe()
    this.#shell = shell
    this.#control = control
    this.#iopub = iopub
    const failed = (error: unknown): void => this.#fail(new Error('cannot send to the kernel', { cause: error }))
    this.#queues = {
      shell: new SendQueue({ send: (frames) => shell.send([...frames] as Buffer[]) }, failed),
      control: new SendQueue({ send: (frames) => control.send([...frames] as Buffer[]) }, failed),
    }
    void this.#receive('shell', shell, (message) => this.#onReply(message))
    void this.#receive('control', control, (message) => this.#onReply(message))
    void this.#receive('iopub', iopub, (message) => this.#onPublished(message))
    this.#watchProcess()
    await this.#handshake()
  }

  async execute(code: string, options: ExecuteOptions = {}): Promise<Execution> {
    const folder = new OutputFolder(this.#displays)
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: options.stopOnError ?? true,
    }
    const stop = (): void => void this.interrupt()
    options.signal?.addEventListener('abort', stop, { once: true })
    try {
      const onMessage = ({ header, content }: Message): void => {
        const output = folder.add(header.msg_type, content)
        if (output) options.onOutput?.(output)
      }
      const reply = await this.#ask('shell', 'execute_request', content, { onMessage })
      const status = reply['status'] as Execution['status']
      const { ename, evalue, traceback } = reply as { ename: string; evalue: string; traceback: string[] }
      return {
        status,
        executionCount: reply['execution_count'] as number,
        outputs: folder.outputs,
        ...(status === 'error' && { error: { ename, evalue, traceback } }),
      }
    } finally {
      options.signal?.removeEventListener('abort', stop)
    }
  }

  async interrupt(): Promise<void> {
    await this.#ask('control', 'interrupt_request', {})
  }

  async restart(): Promise<void> {
    this.#isClosing = true
    await this.#end(true)
    this.#isClosing = false
    this.#displays.clear()
    this.#ended.clear()
    this.#process = this.#process.again()
    this.#watchProcess()
    await this.#handshake()
  }

  async shutdown(): Promise<void> {
    if (this.#isClosing) return
    this.#isClosing = true
    await this.#end(false)
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close()
    this.#process.removeFiles()
  }

  complete(code: string, cursor = [...code].length): Promise<JsonObject> {
    return this.#ask('shell', 'complete_request', { code, cursor_pos: cursor })
  }

  inspect(code: string, cursor = [...code].length, detail: 0 | 1 = 0): Promise<JsonObject> {
    return this.#ask('shell', 'inspect_request', { code, cursor_pos: cursor, detail_level: detail })
  }

  kernelInfo(): Promise<JsonObject> {
    return this.#ask('shell', 'kernel_info_request', {})
  }

  request(channel: 'shell' | 'control', type: string, content: JsonObject): Promise<JsonObject> {
    return this.#ask(channel, type, content)
  }

  /** Asks until something is heard on iopub: a subscriber that joins late would miss output. */
  async #handshake(): Promise<void> {
    this.#isHeard = false
    while (!this.#isHeard) {
      await this.#ask('shell', 'kernel_info_request', {}, { isOverAt: 'reply' })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  #ask(
    channel: 'shell' | 'control',
    type: string,
    content: JsonObject,
    options: { onMessage?: (message: Message) => void; isOverAt?: 'reply' | 'idle' } = {},
  ): Promise<JsonObject> {
    const msg_id = randomUUID()
    const date = new Date().toISOString()
    const header = { msg_id, msg_type: type, session: this.#session, username: 'vethbook', date, version: '5.4' }
    const message = { identities: [], header, parent: undefined, metadata: {}, content, buffers: [] }
    return new Promise((resolve, reject) => {
      const isIdle = options.isOverAt === 'reply'
      this.#waiting.set(msg_id, { reply: undefined, isIdle, onMessage: options.onMessage, resolve, reject })
      this.#queues[channel].push(encode(message, this.#signer))
    })
  }

  #onReply(message: Message): void {
    const waiting = this.#waiting.get(message.parent?.msg_id ?? '')
    if (!waiting) return
    waiting.reply = message.content
    this.#settle(message)
  }

  #onPublished(message: Message): void {
    this.#isHeard = true
    const waiting = this.#waiting.get(message.parent?.msg_id ?? '')
    if (!waiting) {
      const onLate = this.#ended.get(message.parent?.msg_id ?? '')
      if (onLate) return onLate(message)
      // Without a cell to go to, an update finds what it replaces.
      new OutputFolder(this.#displays).add(message.header.msg_type, message.content)
      return
    }
    waiting.onMessage?.(message)
    if (message.header.msg_type === 'status' && message.content['execution_state'] === 'idle') {
      waiting.isIdle = true
      this.#settle(message)
    }
  }

  /** A request is over when its reply is there and its idle, after which no output of it comes. */
  #settle(message: Message): void {
    const id = message.parent?.msg_id ?? ''
    const waiting = this.#waiting.get(id)
    if (!waiting?.reply || !waiting.isIdle) return
    this.#waiting.delete(id)
    if (waiting.onMessage) this.#ended.set(id, waiting.onMessage)
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= rememberedCells) break
      this.#ended.delete(oldest)
    }
    waiting.resolve(waiting.reply)
  }

  async #end(restart: boolean): Promise<void> {
    const { child, ended } = this.#process
    if (child.exitCode !== null || child.signalCode !== null) return
    // A kernel that does not answer any more is ended by force.
    const patience = setTimeout(() => child.kill('SIGKILL'), 5_000)
    const asked = this.#ask('control', 'shutdown_request', { restart })
    await Promise.race([asked, ended]).catch((error: unknown) => {
      if (!(error instanceof KernelEnded)) throw error
    })
    await ended
    clearTimeout(patience)
  }

  #watchProcess(): void {
    const process = this.#process
    void process.ended.then((how) => {
      if (process === this.#process) this.#fail(new KernelEnded(`the kernel ended: ${how}`))
    })
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  async #receive(
    channel: 'shell' | 'control' | 'iopub',
    socket: DealerSocket | SubscriberSocket,
    handle: (message: Message) => void,
  ): Promise<void> {
    for await (const frames of socket) {
      const message = decode(frames, this.#signer)
      received.publish({ channel, message })
      handle(message)
    }
  }
}

/** The kernel's process is gone, and with it the answer. */
class KernelEnded extends Error {
  override readonly name = 'KernelEnded'
}
