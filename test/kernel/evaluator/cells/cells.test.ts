import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openLanguage } from '../../../../src/kernel/evaluator/language.js'
import { cells } from './index.js'
import { textOfFailure, textOfValue } from './text.js'

const folder = mkdtempSync(join(tmpdir(), 'cells-'))
afterAll(() => rmSync(folder, { recursive: true }))
const language = openLanguage(folder, { values: {}, declarations: [] }, () => undefined)
let count = 0

/** One long session: each row also sees what all those before it have left behind. */
async function outcomeOf(sources: string[]): Promise<string> {
  let outcome = ''
  for (const source of sources) {
    const run = await language.run(source, ++count)
    outcome = run.ok ? textOfValue(run.value) : textOfFailure(run.failure.name, run.failure.message)
  }
  return outcome
}

describe.each(cells)('%s', (_, rows) => {
  test.each(rows)('%s', async (_, sources, outcome) => {
    expect(await outcomeOf(sources)).toBe(outcome)
  })
})
