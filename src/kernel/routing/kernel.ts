import type { CommEvent, Evaluator, Failure, Output } from '../evaluator/contract.js'
import type { History } from '../history/index.js'
import type { Header, JsonObject, Message } from '../wire/index.js'
import { toCodePoints, toUtf16 } from './cursor.js'
import type { KernelInfo } from './info.js'
import { OutputRelay, type Published } from './output.js'

export type Channel = 'shell' | 'control' | 'stdin'

/** A message without the header that the wire gives it. */
export interface Outgoing {
  type: string
  content: JsonObject
  metadata: JsonObject
  buffers?: readonly Uint8Array[]
  parent: Header | undefined
  identities: readonly Uint8Array[]
}

export interface KernelPorts {
  info: KernelInfo
  /** How much text of its streams a cell may show, in bytes. */
  outputLimitBytes: number
  history: History
  send(channel: Channel | 'iopub', message: Outgoing): void
  createEvaluator(onOutput: (output: Output) => void): Evaluator
  /** The last message has been sent: end the process. */
  exit(): void
}

/** What is answered at once, whatever runs; anything else would get in the way of the requests that take turns. */
const onControl = new Set(['kernel_info_request', 'interrupt_request', 'shutdown_request'])

type Reply = JsonObject & { status: 'ok' | 'error' | 'aborted' }

/**
 * The meaning of Jupyter's messages, without a socket. Requests on the shell channel are answered one after another in
 * the order of their arrival, those on the control channel at once; each is wrapped in busy and idle.
 *
 * Format: Jupyter messaging documentation, version 5.4.
 */
export class Kernel {
  readonly #ports: KernelPorts
  readonly #evaluator: Evaluator
  readonly #relay: OutputRelay
  readonly #queue: Message[] = []
  #isAnswering = false
  #executionCount = 0
  #cell = 0
  /** The execute request that runs; input requests go to its sender. */
  #running: Message | undefined
  /** Execute requests that are not run, since they waited behind one that failed. */
  readonly #aborted = new Set<Message>()

  constructor(ports: KernelPorts) {
    this.#ports = ports
    this.#relay = new OutputRelay((message) => this.#publish(message), ports.outputLimitBytes)
    this.#evaluator = ports.createEvaluator((output) => this.#onOutput(output))
  }

  receive(channel: Channel, message: Message): void {
    if (channel === 'stdin') return this.#receiveInput(message)
    if (channel === 'control') return void this.#answer(channel, message)
    this.#queue.push(message)
    if (!this.#isAnswering) void this.#answerQueue()
  }

  /** Tells a new subscriber that it will miss nothing from here on (protocol 5.5). */
  welcome(topic: Uint8Array): void {
    const content = { subscription: Buffer.from(topic).toString('utf8') }
    this.#ports.send('iopub', {
      type: 'iopub_welcome',
      content,
      metadata: {},
      parent: undefined,
      identities: [topic],
    })
  }

  /** The stop button, as a message on the control channel or as SIGINT. */
  async interrupt(): Promise<void> {
    await this.#evaluator.interrupt()
  }

  async #answerQueue(): Promise<void> {
    this.#isAnswering = true
    for (let message = this.#queue.shift(); message; message = this.#queue.shift()) {
      await this.#answer('shell', message)
    }
    this.#isAnswering = false
  }

  async #answer(channel: 'shell' | 'control', message: Message): Promise<void> {
    const { header } = message
    const status = (state: string): void =>
      this.#publish({ type: 'status', content: { execution_state: state }, parent: header })
    this.#relay.flush()
    status('busy')
    let reply: Reply | undefined
    try {
      reply = channel === 'control' && !onControl.has(header.msg_type) ? undefined : await this.#dispatch(message)
    } catch (error) {
      reply = { status: 'error', ...errorContent(internalFailure(error)) }
    }
    this.#relay.flush()
    if (reply) {
      const type = header.msg_type.replace(/_request$/, '_reply')
      const { identities } = message
      this.#ports.send(channel, { type, content: reply, metadata: {}, parent: header, identities })
    }
    status('idle')
    if (header.msg_type === 'shutdown_request') this.#ports.exit()
  }

  /** Undefined: this message has no reply. */
  async #dispatch(message: Message): Promise<Reply | undefined> {
    const { content, header } = message
    switch (header.msg_type) {
      case 'kernel_info_request':
        return { status: 'ok', ...this.#ports.info }
      case 'execute_request':
        return this.#execute(message)
      case 'complete_request':
        return this.#complete(text(content, 'code'), content['cursor_pos'])
      case 'inspect_request':
        return this.#inspect(text(content, 'code'), content['cursor_pos'], content['detail_level'] === 1 ? 1 : 0)
      case 'is_complete_request':
        return { ...(await this.#evaluator.isComplete(text(content, 'code'))) } as never
      case 'history_request':
        return { status: 'ok', history: this.#ports.history.ask(content) }
      case 'comm_info_request': {
        const { target_name } = content
        const open = await this.#evaluator.listComms(typeof target_name === 'string' ? target_name : undefined)
        const comms = Object.entries(open).map(([id, target]) => [id, { target_name: target }])
        return { status: 'ok', comms: Object.fromEntries(comms) as JsonObject }
      }
      case 'comm_open':
      case 'comm_msg':
      case 'comm_close':
        await this.#evaluator.comm(commEvent(header.msg_type, message))
        return undefined
      case 'interrupt_request':
        await this.interrupt()
        return { status: 'ok' }
      case 'shutdown_request': {
        const restart = content['restart'] === true
        await this.#evaluator.dispose()
        this.#publish({ type: 'shutdown_reply', content: { status: 'ok', restart }, parent: header })
        return { status: 'ok', restart }
      }
      default:
        return undefined
    }
  }

  async #execute(message: Message): Promise<Reply> {
    const { content, header } = message
    const code = text(content, 'code')
    const silent = content['silent'] === true
    const isStored = !silent && content['store_history'] !== false
    // Without a count: a cell that did not run is shown without a number.
    if (this.#aborted.delete(message)) return { status: 'aborted' }
    const executionCount = isStored ? ++this.#executionCount : this.#executionCount
    const cell = ++this.#cell
    this.#relay.register(cell, header)
    const entry = isStored ? this.#ports.history.add(executionCount, code) : undefined
    if (!silent) {
      this.#publish({ type: 'execute_input', content: { code, execution_count: executionCount }, parent: header })
    }
    this.#running = message
    const outcome = await this.#evaluator.execute({
      cell,
      code,
      executionCount,
      userExpressions: (content['user_expressions'] ?? {}) as Record<string, string>,
      allowStdin: content['allow_stdin'] === true,
    })
    this.#running = undefined
    this.#relay.flush()
    if (outcome.ok) {
      const shown = outcome.result?.['text/plain']
      if (entry && shown !== undefined) this.#ports.history.setOutput(entry, shown)
      if (outcome.result && !silent) {
        const data = { data: outcome.result, metadata: {}, execution_count: executionCount }
        this.#publish({ type: 'execute_result', content: data, parent: header })
      }
      const expressions = Object.entries(outcome.expressions).map(([name, value]) => [
        name,
        value.ok ? { status: 'ok', data: value.bundle, metadata: {} } : { status: 'error', ...errorContent(value) },
      ])
      return {
        status: 'ok',
        execution_count: executionCount,
        user_expressions: Object.fromEntries(expressions) as JsonObject,
        payload: outcome.page ? [{ source: 'page', data: outcome.page, start: 0 }] : [],
      }
    }
    this.#publish({ type: 'error', content: errorContent(outcome), parent: header })
    if (content['stop_on_error'] !== false) await this.#abortWaiting()
    return { status: 'error', execution_count: executionCount, ...errorContent(outcome) }
  }

  /** Before the reply: whoever sends a cell after that knows of the failure, and means it. */
  async #abortWaiting(): Promise<void> {
    // What has been sent may still be on its way through the socket.
    await new Promise((resolve) => setImmediate(resolve))
    for (const message of this.#queue) if (message.header.msg_type === 'execute_request') this.#aborted.add(message)
  }

  async #complete(code: string, cursorPosition: unknown): Promise<Reply> {
    const cursor = typeof cursorPosition === 'number' ? toUtf16(code, cursorPosition) : code.length
    const { start, end, matches } = await this.#evaluator.complete(code, cursor)
    const [cursor_start, cursor_end] = [toCodePoints(code, start), toCodePoints(code, end)]
    const types = matches.map((match) => ({
      start: cursor_start,
      end: cursor_end,
      text: match.text,
      type: match.type ?? '<unknown>',
      signature: match.signature ?? '',
    }))
    return {
      status: 'ok',
      matches: matches.map((match) => match.text),
      cursor_start,
      cursor_end,
      metadata: { _jupyter_types_experimental: types },
    }
  }

  async #inspect(code: string, cursorPosition: unknown, detail: 0 | 1): Promise<Reply> {
    const cursor = typeof cursorPosition === 'number' ? toUtf16(code, cursorPosition) : code.length
    const bundle = await this.#evaluator.inspect(code, cursor, detail)
    return { status: 'ok', found: bundle !== undefined, data: bundle ?? {}, metadata: {} }
  }

  #onOutput(output: Output): void {
    if (output.kind !== 'input') return this.#relay.output(output)
    if (!this.#running) return this.#evaluator.answer(undefined)
    this.#relay.flush()
    const { prompt, password } = output
    const { header, identities } = this.#running
    const content = { prompt, password }
    this.#ports.send('stdin', { type: 'input_request', content, metadata: {}, parent: header, identities })
  }

  #receiveInput(message: Message): void {
    if (message.header.msg_type !== 'input_reply') return
    const { value } = message.content
    this.#evaluator.answer(typeof value === 'string' ? value : undefined)
  }

  #publish({ metadata = {}, ...rest }: Published): void {
    this.#ports.send('iopub', { ...rest, metadata, identities: [Buffer.from(`kernel.${rest.type}`)] })
  }
}

function commEvent(type: CommEvent['type'], { content, metadata, buffers }: Message): CommEvent {
  const { target_name, data } = content
  return {
    type,
    id: text(content, 'comm_id'),
    ...(typeof target_name === 'string' && { target: target_name }),
    data: (data ?? {}) as JsonObject,
    metadata,
    buffers,
  }
}

function text(content: JsonObject, field: string): string {
  const value = content[field]
  if (typeof value !== 'string') throw new TypeError(`the request's ${field} is not a string`)
  return value
}

function errorContent({ name, message, traceback }: Failure): JsonObject {
  return { ename: name, evalue: message, traceback }
}

/** A request that we cannot serve: what the front end sent is wrong, or we are. */
function internalFailure(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { name, message, traceback: [`${name}: ${message}`] }
}
