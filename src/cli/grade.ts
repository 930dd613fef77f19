import { Command } from 'commander'
import type { Grade } from '../lesson/index.js'
import { CliError } from './error.js'
import { gradeTable, toCsv } from './grade-words.js'
import { refuseMissing, refuseNoFolder } from './notebook-files.js'
import { stopOnSignals } from './stop.js'

/** `vethbook grade`: how submitted notebooks do by a lesson's checks. */
export function gradeCommand(): Command {
  return new Command('grade')
    .summary('grade submitted notebooks')
    .description(
      'Runs the notebooks of FOLDER, each in a jail of its own with bounded time, memory, processes, files and output,\n' +
        'and lets the checks of the lesson look at the networks that they leave. What a submission shows or says of\n' +
        'itself counts for nothing. Programs that it left running are not there when it is looked at.',
    )
    .argument('<folder>', 'a folder of submitted notebooks')
    .requiredOption('--lesson <file>', 'the lesson as its author wrote it')
    .option('--json', 'print the grades as a JSON list')
    .option('--csv', 'print the grades as CSV, a line a submission and a column a check')
    .addHelpText(
      'after',
      '\nExample:\n  vethbook grade submitted/ --lesson notebooks/06-routes.ipynb --csv > grades.csv',
    )
    .action(async (folder: string, options: { lesson: string; json?: true; csv?: true }) => {
      if (options.json && options.csv) throw new CliError('--json and --csv are two answers to one question', 2)
      await refuseMissing([options.lesson])
      await refuseNoFolder(folder)
      const { signal } = stopOnSignals()
      const grades = await gradesOf(folder, options.lesson, signal)
      if (options.json) console.log(JSON.stringify(grades, null, 2))
      else process.stdout.write(options.csv ? toCsv(grades) : gradeTable(grades))
    })
}

async function gradesOf(folder: string, lesson: string, signal: AbortSignal): Promise<Grade[]> {
  const { gradeFolder } = await import('../lesson/index.js')
  try {
    return await gradeFolder(folder, lesson, signal, {
      onGrade: ({ file, passed, total }) => console.error(`${file}: ${passed} of ${total}`),
    })
  } catch (error) {
    if (signal.aborted) throw new CliError('stopped; its kernels and jails are ended', 1)
    throw new CliError((error as Error).message, 1)
  }
}
