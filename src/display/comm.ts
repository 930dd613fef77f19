/** What travels over a comm besides its name: JSON, and bytes that would be clumsy in JSON. */
export interface CommMessage {
  readonly data: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
  readonly buffers: readonly Uint8Array[]
}

/**
 * A line between code of the notebook and a part of the front end, such as a widget. Handlers run between cells, and
 * what they show belongs to the cell that set them.
 *
 * Format: Jupyter messaging documentation, "Custom messages".
 */
export interface Comm {
  readonly id: string
  /** Tells the other side what the comm is for: `jupyter.widget` for ipywidgets. */
  readonly target: string
  send(message: Partial<CommMessage>): void
  /** Ends the comm; nothing is sent or received any more. */
  close(message?: Partial<CommMessage>): void
  onMessage(handler: (message: CommMessage) => unknown): void
  /** The other side has ended the comm. */
  onClose(handler: (message: CommMessage) => unknown): void
}

export interface Comms {
  /** Opens a comm to the front end. */
  open(target: string, message?: Partial<CommMessage>): Comm
  /** Accepts the comms that the front end opens for this target; others are closed at once. */
  accept(target: string, handler: (comm: Comm, opening: CommMessage) => unknown): void
}

const key = Symbol.for('vethbook.comms')
const registry = globalThis as { [key]?: Comms }

/** On globalThis, since the kernel and the notebook may load two copies of this package. */
export function registerComms(comms: Comms): void {
  registry[key] = comms
}

/** Undefined where there is no front end that comms could lead to: a program, stock tslab. */
export function currentComms(): Comms | undefined {
  return registry[key]
}
