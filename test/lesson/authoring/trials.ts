import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKernel } from '../../../src/kernel/index.js'
import { checkTrials } from '../../../src/lesson/authoring/check-trials.js'
import { openStepper } from '../../../src/lesson/authoring/step.js'
import type { TriedCell } from '../../../src/lesson/authoring/trial.js'
import { parseNotebook } from '../../../src/lesson/index.js'
import { notebookText } from '../../support/notebook-file.js'

const start = `import { exists, isUp, lesson, openLab } from 'vethbook'\nconst lab = await openLab()`

/** A kernel in which sections of lessons are tried. */
export async function openTrials() {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-checks-'))
  const kernel = await startKernel({ cwd: folder })
  return {
    /** What the trial of a section of these cells, behind a first one that opens a lab, has to say against it. */
    async problemsOf(...sources: string[]): Promise<string[]> {
      const notebook = parseNotebook(notebookText(['# T', '## A', start, ...sources]), 'x')
      const [trial, ...others] = checkTrials(notebook)
      if (trial === undefined || others.length > 0) throw new Error('a section with goals has one trial')
      const tried: TriedCell[] = []
      const stepper = openStepper(kernel, notebook, new AbortController().signal, () => undefined)
      await stepper.restart()
      await trial.run(stepper, (cell) => tried.push(cell))
      return tried.flatMap(({ id, problem }) => (problem === undefined ? [] : [`${id}: ${problem}`]))
    },
    async close(): Promise<void> {
      await kernel.shutdown()
      rmSync(folder, { recursive: true })
    },
  }
}
