import type { JsonObject } from '../wire/index.js'

/** An output of a code cell as a notebook file keeps it. Format: nbformat 4, "Code cell outputs". */
export type NotebookOutput =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { output_type: 'display_data'; data: JsonObject; metadata: JsonObject }
  | { output_type: 'execute_result'; data: JsonObject; metadata: JsonObject; execution_count: number }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] }

/** Displays by their id: an update changes each of them in place, in whatever cell it stands. */
export type DisplayRegistry = Map<string, Extract<NotebookOutput, { output_type: 'display_data' }>[]>

/** Folds the iopub messages of one cell into its outputs. */
export class OutputFolder {
  readonly outputs: NotebookOutput[] = []
  readonly #displays: DisplayRegistry
  #clearsFirst = false

  constructor(displays: DisplayRegistry) {
    this.#displays = displays
  }

  /** The output that was added or changed; undefined: the message is none. */
  add(type: string, content: JsonObject): NotebookOutput | undefined {
    switch (type) {
      case 'stream':
        return this.#stream(content['name'] as 'stdout' | 'stderr', content['text'] as string)
      case 'display_data': {
        const output = { output_type: type, ...dataOf(content) } as const
        const id = displayIdOf(content)
        if (id !== undefined) this.#displays.set(id, [...(this.#displays.get(id) ?? []), output])
        return this.#push(output)
      }
      case 'update_display_data': {
        const shown = this.#displays.get(displayIdOf(content) ?? '') ?? []
        for (const output of shown) Object.assign(output, dataOf(content))
        return shown.at(-1)
      }
      case 'execute_result': {
        const execution_count = content['execution_count'] as number
        return this.#push({ output_type: type, ...dataOf(content), execution_count })
      }
      case 'error': {
        const { ename, evalue, traceback } = content as { ename: string; evalue: string; traceback: string[] }
        return this.#push({ output_type: type, ename, evalue, traceback })
      }
      case 'clear_output':
        if (content['wait'] === true) this.#clearsFirst = true
        else this.outputs.length = 0
        return undefined
      default:
        return undefined
    }
  }

  #stream(name: 'stdout' | 'stderr', text: string): NotebookOutput {
    const last = this.#clearsFirst ? undefined : this.outputs.at(-1)
    if (last?.output_type !== 'stream' || last.name !== name) {
      return this.#push({ output_type: 'stream', name, text })
    }
    last.text += text
    return last
  }

  #push<O extends NotebookOutput>(output: O): O {
    if (this.#clearsFirst) this.outputs.length = 0
    this.#clearsFirst = false
    this.outputs.push(output)
    return output
  }
}

function dataOf(content: JsonObject): { data: JsonObject; metadata: JsonObject } {
  return { data: content['data'] as JsonObject, metadata: (content['metadata'] ?? {}) as JsonObject }
}

function displayIdOf(content: JsonObject): string | undefined {
  const transient = content['transient'] as { display_id?: string } | undefined
  return transient?.display_id
}
