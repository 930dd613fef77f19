/** What a socket needs for sending: a promise that settles when the message has left, late now and then. */
export interface Outlet {
  send(frames: readonly Uint8Array[]): Promise<void>
}

/**
 * Sends one message after another. A zeromq.js socket refuses a send while the former has not ended, and about every
 * 512th ends late, so whoever does not wait loses messages.
 */
export class SendQueue {
  readonly #outlet: Outlet
  readonly #onError: (error: unknown) => void
  readonly #waiting: (readonly Uint8Array[])[] = []
  #pump: Promise<void> | undefined

  constructor(outlet: Outlet, onError: (error: unknown) => void) {
    this.#outlet = outlet
    this.#onError = onError
  }

  push(frames: readonly Uint8Array[]): void {
    this.#waiting.push(frames)
    this.#pump ??= this.#run()
  }

  /** Settles when all that was pushed so far has been handed to the socket. */
  async drained(): Promise<void> {
    while (this.#pump) await this.#pump
  }

  async #run(): Promise<void> {
    for (let frames = this.#waiting.shift(); frames; frames = this.#waiting.shift()) {
      try {
        await this.#outlet.send(frames)
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#pump = undefined
  }
}
