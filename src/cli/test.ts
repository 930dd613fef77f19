import { Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import { CliError } from './error.js'
import { refuseMissing } from './notebook-files.js'
import { stopOnSignals } from './stop.js'
import { hostLines, statusLine, summaryLine, trialLines } from './test-words.js'

/** `vethbook test`: whatever order a learner may run a notebook in, it works. */
export function testCommand(): Command {
  return new Command('test')
    .summary('test notebooks as learners may run them')
    .description(
      'Runs each notebook from top to bottom, every cell twice in a row (but for those tagged runs-once), its checks,\n' +
        'which must fail first and pass after their solutions, each section alone, and the sections in five other orders;\n' +
        'compares this machine’s network before and after. Exits with 1 where anything failed.',
    )
    .argument('<notebook...>', 'notebook files; as many at once as there are processors')
    .option('--junit <file>', 'write the results to FILE as JUnit XML, a case a cell')
    .addHelpText(
      'after',
      '\nExamples:\n  vethbook test notebooks/01-veth-pair.ipynb\n  vethbook test notebooks/*.ipynb --junit results.xml',
    )
    .action(async (notebooks: string[], options: { junit?: string }) => {
      await refuseMissing(notebooks)
      const { signal } = stopOnSignals()
      await testAll(notebooks, options.junit, signal)
    })
}

async function testAll(paths: string[], junit: string | undefined, signal: AbortSignal): Promise<void> {
  const { NotebookError, testNotebooks, toJUnit } = await import('../lesson/index.js')
  const status = openStatus()
  const run = await testNotebooks(paths, signal, {
    onCell: (path, trial, cell) => status.set(path, statusLine(path, trial, cell.id)),
    onTrial: (path, trial) => status.print(trialLines(path, trial)),
  }).catch((error: unknown) => {
    status.end()
    if (signal.aborted) throw new CliError('stopped; its kernels and sandboxes are ended', 1)
    if (error instanceof NotebookError) throw new CliError(error.message, 2)
    throw error
  })
  status.print(hostLines(run.hostChanges))
  status.end()
  if (junit !== undefined) await writeFile(junit, toJUnit(run))
  console.log(summaryLine(run))
  if (!run.isPassed) process.exitCode = 1
}

/** Lines that stay, on stdout; below them on a terminal what runs just now, a line in all. */
function openStatus() {
  const now = new Map<string, string>()
  const isShown = process.stdout.isTTY && process.stderr.isTTY
  const clear = (): void => void (isShown && process.stderr.write('\r\u001b[K'))
  const show = (): void => {
    if (isShown) process.stderr.write([...now.values()].join(' · ').slice(0, process.stderr.columns - 1))
  }
  return {
    set(key: string, line: string): void {
      now.set(key, line)
      clear()
      show()
    },
    print(text: string): void {
      clear()
      process.stdout.write(text)
      show()
    },
    end(): void {
      clear()
      now.clear()
    },
  }
}
