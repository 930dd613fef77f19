import type { Node } from '../engine/index.js'

/** So long after a reset the next machine is started, in milliseconds: not in the way of what the reset was for. */
const CALM_MS = 300

/**
 * So long after the last use of a lab that was never reset its next machine is started, in milliseconds: while its learner
 * reads. It takes 17 MB of memory.
 */
const IDLE_MS = 3000

/**
 * The machines of one lab, one after the other. Who has paused once finds the next machine ready, and who resets a lab
 * once does so again; so a reset does not wait for one, nor for the end of the former, however much there is in it.
 */
export class NextNode {
  readonly #start: () => Promise<Node>
  #spare: Promise<Node> | undefined
  #timer: NodeJS.Timeout | undefined
  #isDisposed = false
  /** Nobody has taken one yet. */
  #isFirst = true
  readonly #leaving = new Set<Promise<void>>()

  constructor(start: () => Promise<Node>) {
    this.#start = start
  }

  /** Somebody is using the present machine. */
  use(): void {
    if (!this.#isFirst || this.#spare !== undefined || this.#isDisposed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.prepare(), IDLE_MS).unref()
  }

  /** A machine as new, in the place of another one. @throws EngineError */
  async replace(former: Node): Promise<Node> {
    const next = await this.take()
    this.retire(former)
    return next
  }

  /** A machine as new, to be ended by the taker. @throws EngineError */
  async take(): Promise<Node> {
    this.#isFirst = false
    clearTimeout(this.#timer)
    const spare = this.#spare
    this.#spare = undefined
    const next = await (spare ?? this.#start())
    clearTimeout(this.#timer)
    if (!this.#isDisposed) this.#timer = setTimeout(() => this.prepare(), CALM_MS).unref()
    return next
  }

  /** Ends a machine that is not used any more, without being waited for. */
  retire(former: Node): void {
    const leaving = former.dispose().finally(() => this.#leaving.delete(leaving))
    this.#leaving.add(leaving)
  }

  /** Resolves when nothing is left of those before and of the one that stood ready. */
  async dispose(): Promise<void> {
    this.#isDisposed = true
    clearTimeout(this.#timer)
    const spare = this.#spare
    this.#spare = undefined
    await Promise.all([...this.#leaving, spare?.then((node) => node.dispose())])
  }

  /** Begins the next machine, where none stands ready. */
  prepare(): void {
    if (this.#spare !== undefined || this.#isDisposed) return
    const spare = this.#start()
    this.#spare = spare
    const forget = (): void => {
      if (this.#spare === spare) this.#spare = undefined
    }
    // Where it cannot be started, or ends while it waits, the next reset starts one and tells what is wrong.
    spare.then((node) => node.ended).then(forget, forget)
  }
}
