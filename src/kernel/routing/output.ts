import { StringDecoder } from 'node:string_decoder'
import { unpack, type Output, type PackedCommEvent } from '../evaluator/contract.js'
import type { Header, JsonObject } from '../wire/index.js'

const megabyte = 1_000_000

/** How much text a cell may print, in MB; environment variable of the kernel's process. */
const outputLimitVariable = 'VETHBOOK_OUTPUT_LIMIT_MB'

/** The limit in bytes that the environment sets; 100 MB where it sets none. */
export function outputLimitOf(environment: NodeJS.ProcessEnv): number {
  const set = Number(environment[outputLimitVariable] ?? NaN)
  return megabyte * (set >= 0 ? set : 100)
}

/** How long a stream's text waits for more of it, in milliseconds. */
const coalesceMs = 20

/** How many cells back output may still find its cell. */
const rememberedCells = 1_000

/** A message on iopub, before it has a header. */
export interface Published {
  type: string
  content: JsonObject
  metadata?: JsonObject
  buffers?: readonly Uint8Array[]
  parent: Header | undefined
}

/** Turns what cells show into iopub messages: text of a stream in few messages, each with its own cell as parent. */
export class OutputRelay {
  readonly #publish: (message: Published) => void
  readonly #limitBytes: number
  readonly #parents = new Map<number, { header: Header; shownBytes: number }>()
  #pending: { cell: number; name: string; texts: string[] } | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param limitBytes how much text of its streams a cell may show */
  constructor(publish: (message: Published) => void, limitBytes: number) {
    this.#publish = publish
    this.#limitBytes = limitBytes
  }

  /** Output of this cell belongs to this request from here on. */
  register(cell: number, header: Header): void {
    this.#parents.set(cell, { header, shownBytes: 0 })
    for (const old of this.#parents.keys()) {
      if (this.#parents.size <= rememberedCells) break
      this.#parents.delete(old)
    }
  }

  output(output: Exclude<Output, { kind: 'input' }>): void {
    if (output.kind === 'stream') return this.#stream(output.cell, output.name, output.text)
    this.flush()
    const parent = this.#parentOf(output.cell)
    if (output.kind === 'clear') {
      this.#publish({ type: 'clear_output', content: { wait: output.wait }, parent })
      return
    }
    if (output.kind === 'comm') return this.#publish({ ...commMessage(output.event), parent })
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
    this.#publish({ type: 'stream', content, parent: this.#parentOf(pending.cell) })
  }

  #stream(cell: number, name: string, text: string): void {
    const owner = this.#parents.get(cell)
    if (owner) {
      const left = this.#limitBytes - owner.shownBytes
      if (left < 0) return
      const bytes = Buffer.byteLength(text)
      owner.shownBytes += bytes
      if (bytes > left) {
        // A character that would be cut in two is left out.
        this.#append(cell, name, new StringDecoder('utf8').write(Buffer.from(text).subarray(0, left)))
        this.#append(cell, 'stderr', `\n${cutNotice(this.#limitBytes)}\n`)
        return
      }
    }
    this.#append(cell, name, text)
  }

  #append(cell: number, name: string, text: string): void {
    if (text === '') return
    const pending = this.#pending
    if (pending && pending.cell === cell && pending.name === name) return void pending.texts.push(text)
    this.flush()
    this.#pending = { cell, name, texts: [text] }
    this.#timer = setTimeout(() => this.flush(), coalesceMs)
  }

  #parentOf(cell: number): Header | undefined {
    return this.#parents.get(cell)?.header
  }
}

function commMessage(packed: PackedCommEvent): Omit<Published, 'parent'> {
  const { type, id, target, data, metadata, buffers } = unpack(packed)
  return {
    type,
    content: { comm_id: id, ...(target !== undefined && { target_name: target }), data },
    metadata,
    buffers,
  }
}

function cutNotice(limitBytes: number): string {
  return `What this cell prints beyond ${limitBytes / megabyte} MB is left out. Where the kernel starts, ${outputLimitVariable} sets another limit in MB.`
}
