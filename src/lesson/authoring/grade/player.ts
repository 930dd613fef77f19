/**
 * The program inside a jail: runs a submission's cells, and hands over the network as it is at the cells where it will be
 * judged. Nobody relies on what it says: whatever network it describes is built anew elsewhere, and looked at there.
 *
 * stdin: an `Assignment` as JSON. stdout: a `Point` as JSON a line.
 */
import { text } from 'node:stream/consumers'
import { startKernel } from '../../../kernel/index.js'
import { parseNotebook } from '../../nbformat.js'
import { runnable } from '../orders.js'
import { errorText, openStepper } from '../step.js'
import { rehearsalCode } from '../../toolkit/rehearsal.js'
import { isOutOfTime, snapshotCode, snapshotIn, type Point } from './points.js'

/** The file's text, the ids of those cells, and what each cell may take and show. */
interface Assignment {
  notebook: string
  points: string[]
  cellMs: number
  cellOutput: number
}

async function main(): Promise<void> {
  const { notebook: source, points, cellMs, cellOutput } = JSON.parse(await text(process.stdin)) as Assignment
  const notebook = parseNotebook(source, 'the submission')
  const env = { ...process.env, VETHBOOK_NOTEBOOK: undefined, JPY_SESSION_NAME: undefined }
  const kernel = await startKernel({ cwd: process.cwd(), env })
  const signal = new AbortController().signal
  const stepper = openStepper(kernel, notebook, signal, () => undefined, {
    patienceMs: cellMs,
    mostOutput: cellOutput,
  })
  await stepper.execute(rehearsalCode('as given')) // What nobody has answered stays open.
  for (const cell of runnable(notebook.cells)) {
    const { tried } = await stepper.run(cell)
    const { problem = null } = tried
    if (!points.includes(cell.id)) {
      if (isOutOfTime({ problem })) tell({ id: cell.id, snapshot: null, problem })
      continue
    }
    const looked = await stepper.execute(snapshotCode)
    const snapshot = snapshotIn(looked)
    tell({ id: cell.id, snapshot, problem: problem ?? (looked.status === 'ok' ? null : errorText(looked)) })
  }
  await kernel.shutdown()
}

const tell = (point: Point): void => void process.stdout.write(`${JSON.stringify(point)}\n`)

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
