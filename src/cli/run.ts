import { Command } from 'commander'
import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { NotebookRun } from '../lesson/index.js'
import { CliError } from './error.js'
import { executeNotebook, seconds } from './execute.js'
import { refuseMissing } from './notebook-files.js'
import { stopOnSignals } from './stop.js'

/** `vethbook run`: executes notebooks without a browser, as a test or to keep what they showed. */
export function runCommand(): Command {
  return new Command('run')
    .summary('run notebooks without a browser')
    .description(
      'Executes notebooks in a kernel each and prints a line a cell with its time. Stops at the first cell that fails\n' +
        'unexpectedly, prints it and exits with 1; a cell tagged raises-exception may fail.',
    )
    .argument('<notebook...>', 'notebook files')
    .option('--out <file>', 'write the executed notebook to FILE; for several notebooks, a folder')
    .addHelpText(
      'after',
      `
Examples:
  vethbook run notebooks/01-veth-pair.ipynb
  vethbook run notebooks/01-veth-pair.ipynb --out executed.ipynb
  vethbook run notebooks/*.ipynb --out executed/`,
    )
    .action(async (notebooks: string[], options: { out?: string }) => {
      await refuseMissing(notebooks)
      const targets = await outputFiles(notebooks, options.out)
      const { signal } = stopOnSignals()
      for (const [index, path] of notebooks.entries()) await runOne(path, targets[index], signal)
    })
}

async function runOne(path: string, target: string | undefined, signal: AbortSignal): Promise<void> {
  const began = performance.now()
  const keep = async ({ notebook }: NotebookRun): Promise<void> => {
    if (target === undefined) return
    const { writeNotebook } = await import('../lesson/index.js')
    await writeNotebook(target, notebook)
  }
  // What a failing notebook showed is kept, too: it is what one wants to look at then.
  const run = await executeNotebook(path, signal, keep)
  await keep(run)
  const kept = target === undefined ? '' : `, kept in ${target}`
  const count = run.cells.length === 1 ? '1 cell' : `${run.cells.length} cells`
  console.log(`  ${count} in ${seconds(performance.now() - began).trim()}${kept}`)
}

/** Where each executed notebook goes; found out before anything runs, so that no run is in vain. */
async function outputFiles(notebooks: string[], out: string | undefined): Promise<(string | undefined)[]> {
  if (out === undefined) return notebooks.map(() => undefined)
  const existing = await stat(out).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined // not there yet: it will be made
    throw new CliError(`--out ${out}: ${message}`, 2)
  })
  if (notebooks.length === 1 && !out.endsWith('/') && !existing?.isDirectory()) {
    await mkdir(dirname(out), { recursive: true })
    return [out]
  }
  if (existing && !existing.isDirectory()) throw new CliError(`--out ${out}: several notebooks need a folder`, 2)
  const files = notebooks.map((path) => join(out, basename(path)))
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice !== undefined) throw new CliError(`--out ${out}: two notebooks would be written to ${twice}`, 2)
  await mkdir(out, { recursive: true })
  return files
}
