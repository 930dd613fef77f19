import { stripVTControlCharacters } from 'node:util'
import { expect } from 'vitest'
import type { Language } from '../../../src/kernel/evaluator/language.js'

/**
 * What the last of some cells fails with, line by line as a person reads it; cells are counted from the first of them, and
 * the notebook's folder is `.`. All of them share one session.
 */
export function failuresOf(language: Language, folder: string): (cells: string[]) => Promise<string[]> {
  let count = 0
  return async (cells) => {
    const before = count
    for (const [at, cell] of cells.entries()) {
      const run = await language.run(cell, ++count)
      if (at < cells.length - 1) expect(run).toMatchObject({ ok: true })
      else if (!run.ok) {
        return run.failure.traceback
          .flatMap((line) => stripVTControlCharacters(line).split('\n'))
          .filter((line) => !/node_modules\/@?vitest|(?:failures|errors\.test)\.ts:/.test(line))
          .map((line) => line.replaceAll(folder, '.'))
          .map((line) => line.replace(/Cell \[(\d+)\]/g, (_, n) => `Cell [${Number(n) - before}]`))
      }
    }
    return []
  }
}
