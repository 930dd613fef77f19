import type { Output } from '../evaluator/contract.js'
import type { Header, JsonObject } from '../wire/index.js'

/** How long a stream's text waits for more of it, in milliseconds. */
const coalesceMs = 20

/** How many cells back output may still find its cell. */
const rememberedCells = 1_000

/** A message on iopub, before it has a header. */
export interface Published {
  type: string
  content: JsonObject
  metadata?: JsonObject
  parent: Header | undefined
}

/** Turns what cells show into iopub messages: text of a stream in few messages, each with its own cell as parent. */
export class OutputRelay {
  readonly #publish: (message: Published) => void
  readonly #parents = new Map<number, Header>()
  #pending: { cell: number; name: string; texts: string[] } | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(publish: (message: Published) => void) {
    this.#publish = publish
  }

  /** Output of this cell belongs to this request from here on. */
  register(cell: number, parent: Header): void {
    this.#parents.set(cell, parent)
    for (const old of this.#parents.keys()) {
      if (this.#parents.size <= rememberedCells) break
      this.#parents.delete(old)
    }
  }

  output(output: Exclude<Output, { kind: 'input' }>): void {
    if (output.kind === 'stream') {
      const pending = this.#pending
      if (pending && pending.cell === output.cell && pending.name === output.name) {
        pending.texts.push(output.text)
        return
      }
      this.flush()
      this.#pending = { cell: output.cell, name: output.name, texts: [output.text] }
      this.#timer = setTimeout(() => this.flush(), coalesceMs)
      return
    }
    this.flush()
    const parent = this.#parents.get(output.cell)
    if (output.kind === 'clear') {
      this.#publish({ type: 'clear_output', content: { wait: output.wait }, parent })
      return
    }
    const transient = output.id === undefined ? {} : { display_id: output.id }
    const type = output.kind === 'display' ? 'display_data' : 'update_display_data'
    this.#publish({ type, content: { data: output.bundle, metadata: {}, transient }, parent })
  }

  /** Sends the text that waits. To be called before anything that must not overtake it. */
  flush(): void {
    clearTimeout(this.#timer)
    const pending = this.#pending
    if (!pending) return
    this.#pending = undefined
    const content = { name: pending.name, text: pending.texts.join('') }
    this.#publish({ type: 'stream', content, parent: this.#parents.get(pending.cell) })
  }
}
