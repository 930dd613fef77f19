import { afterAll, describe, expect, test } from 'vitest'
import { createConverter } from 'tslab/dist/converter.js'
import { createExecutor } from 'tslab/dist/executor.js'
import { cells } from './index.js'
import { textOfFailure, textOfValue } from './text.js'

/**
 * The same rows in tslab as it is, its own converter and all: where it comes to something else, the row says to what. It
 * has a process of its own here, as each test file does: both would put themselves into the same global variable.
 */
const converter = createConverter()
afterAll(() => converter.close())
let outcome = ''
const executor = createExecutor(
  process.cwd(),
  {
    node: {
      ...converter,
      convert(declarations, source) {
        const converted = converter.convert(declarations, source)
        const [first] = converted.diagnostics
        if (first) {
          const { start, code, messageText } = first
          outcome = textOfFailure(
            'TypeScriptError',
            `Cell:${start.line + 1}:${start.character + 1} - TS${code}: ${messageText}`,
          )
        }
        return { ...converted, diagnostics: first ? [first] : [] }
      },
    },
    browser: converter,
    close: () => undefined,
  },
  {
    log: (value: unknown) => void (outcome = textOfValue(value)),
    error(thrown: unknown) {
      // Diagnostics have been taken already; they come as a format and its arguments.
      if (outcome.startsWith('TypeScriptError')) return
      outcome =
        thrown instanceof Error ? textOfFailure(thrown.name, thrown.message) : `Uncaught: ${textOfValue(thrown)}`
    },
  },
)

async function outcomeOf(sources: string[]): Promise<string> {
  executor.reset()
  for (const source of sources) {
    outcome = 'undefined'
    await executor.execute(source)
  }
  return outcome
}

describe.each(cells)('%s', (_, rows) => {
  test.each(rows)('%s', async (_, sources, ours, tslab) => {
    expect(tslab, 'a difference that is none').not.toBe(ours)
    expect(await outcomeOf(sources)).toBe(tslab ?? ours)
  })
})
