import { randomUUID } from 'node:crypto'
import type { Comm, CommMessage, Comms } from '../../display/index.js'
import type { CellContext } from './cell-context.js'
import type { CommEvent } from './contract.js'

type Handler<A extends unknown[]> = (...rest: A) => unknown
/** Gives a handler the cell that sets it, and tells there what it throws. */
type Bind = <A extends unknown[]>(handler: Handler<A>) => (...rest: A) => void

/** The comms of a notebook: those that its code has opened, and those that it has accepted. */
export class CommHub implements Comms {
  readonly #bind: Bind
  readonly #publish: (event: CommEvent) => void
  readonly #open = new Map<string, OpenComm>()
  readonly #targets = new Map<string, (comm: Comm, opening: CommMessage) => void>()

  constructor(context: CellContext, publish: (event: CommEvent) => void, report: (thrown: unknown) => void) {
    this.#publish = publish
    this.#bind = (handler) =>
      context.bind((...rest) => {
        void (async () => await handler(...rest))().catch(report)
      })
  }

  open(target: string, message: Partial<CommMessage> = {}): Comm {
    const comm = this.#add(randomUUID(), target)
    this.#publish({ type: 'comm_open', id: comm.id, target, ...whole(message) })
    return comm
  }

  accept(target: string, handler: Handler<[Comm, CommMessage]>): void {
    this.#targets.set(target, this.#bind(handler))
  }

  /** Those that are open, by id, of one target or of all. */
  list(target: string | undefined): Record<string, string> {
    const open = [...this.#open.values()].filter((comm) => target === undefined || comm.target === target)
    return Object.fromEntries(open.map((comm) => [comm.id, comm.target]))
  }

  /** What the front end has sent. A message to a comm that is not there (any more) is nobody's. */
  receive({ type, id, target, ...message }: CommEvent): void {
    const comm = this.#open.get(id)
    switch (type) {
      case 'comm_open': {
        const accept = this.#targets.get(target ?? '')
        if (!accept) return this.#publish({ type: 'comm_close', id, ...whole({}) })
        return accept(this.#add(id, target ?? ''), message)
      }
      case 'comm_msg':
        return comm?.handleMessage(message)
      case 'comm_close':
        this.#open.delete(id)
        return comm?.handleClose(message)
    }
  }

  #add(id: string, target: string): OpenComm {
    const send: Send = (type, message) => {
      if (!this.#open.has(id)) throw new Error(`the comm ${target} is closed`)
      if (type === 'comm_close') this.#open.delete(id)
      this.#publish({ type, id, ...whole(message) })
    }
    const comm = new OpenComm(id, target, this.#bind, send)
    this.#open.set(id, comm)
    return comm
  }
}

type Send = (type: 'comm_msg' | 'comm_close', message: Partial<CommMessage>) => void

class OpenComm implements Comm {
  readonly id: string
  readonly target: string
  readonly #bind: Bind
  readonly #send: Send
  handleMessage: (message: CommMessage) => void = () => undefined
  handleClose: (message: CommMessage) => void = () => undefined

  constructor(id: string, target: string, bind: Bind, send: Send) {
    this.id = id
    this.target = target
    this.#bind = bind
    this.#send = send
  }

  send(message: Partial<CommMessage>): void {
    this.#send('comm_msg', message)
  }

  close(message: Partial<CommMessage> = {}): void {
    this.#send('comm_close', message)
  }

  onMessage(handler: Handler<[CommMessage]>): void {
    this.handleMessage = this.#bind(handler)
  }

  onClose(handler: Handler<[CommMessage]>): void {
    this.handleClose = this.#bind(handler)
  }
}

function whole({ data = {}, metadata = {}, buffers = [] }: Partial<CommMessage>): CommMessage {
  return { data, metadata, buffers }
}
