import { runNotebook, type CellRun, type NotebookRun, type Output } from '../../src/lesson/index.js'
import type { Order } from '../../src/lesson/index.js'
import { lessonPath, type Lesson } from './lesson-file.js'

/** What a reader sees in a lesson that was run, cell by cell. */
export class LessonRun {
  readonly #run: NotebookRun

  constructor(run: NotebookRun) {
    this.#run = run
  }

  /** In words: the cell that failed and what it showed. Undefined: none did. */
  get failure(): string | undefined {
    const { failure } = this.#run
    return failure && `${failure.cell.id}\n${failure.cell.source}\n---\n${textOf(failure.cell.outputs)}`
  }

  /** Ids of the code cells, in the order in which they ran. */
  get order(): string[] {
    return this.#run.cells.map(({ cell }) => cell.id)
  }

  /** Everything that a cell shows as text: its streams, and the text form of its pictures. */
  text(id: string): string {
    return textOf(this.outputs(id))
  }

  /** What commands printed, without pictures. */
  streams(id: string): string {
    return this.outputs(id)
      .map((output) => (output.output_type === 'stream' ? output.text : ''))
      .join('')
  }

  /** The pictures of a cell by their MIME types. */
  pictures(id: string): Record<string, unknown>[] {
    return this.outputs(id)
      .flatMap((output) => ('data' in output ? [output.data] : []))
      .filter((data) => 'image/svg+xml' in data)
  }

  outputs(id: string): Output[] {
    return this.#cell(id).cell.outputs
  }

  #cell(id: string): CellRun {
    const found = this.#run.cells.find(({ cell }) => cell.id === id)
    if (found === undefined) throw new Error(`the cell ${id} did not run`)
    return found
  }
}

export async function runLesson(lesson: Lesson, order: Order = 'top-to-bottom'): Promise<LessonRun> {
  return new LessonRun(await runNotebook(lessonPath(lesson), { order }))
}

function textOf(outputs: readonly Output[]): string {
  return outputs
    .map((output) => {
      if (output.output_type === 'stream') return output.text
      if (output.output_type === 'error') return `${output.ename}: ${output.evalue}\n`
      const text = output.data['text/plain']
      return typeof text === 'string' ? `${text}\n` : ''
    })
    .join('')
}
