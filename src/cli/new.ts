import { Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CliError } from './error.js'

/** `vethbook new`: a lesson to begin from. */
export function newCommand(): Command {
  return new Command('new')
    .summary('begin a lesson')
    .description(
      'Writes NAME.ipynb: a small lesson that is whole, with what you will be able to do, what you need, a prediction, a\n' +
        'check, a task and a recap. It passes vethbook lint and vethbook test; replace one section after the other.',
    )
    .argument('<name>', 'the file, with or without .ipynb; 06-my-lesson gives the title “06 · My lesson”')
    .addHelpText('after', '\nExamples:\n  vethbook new 06-routes\n  vethbook new lessons/hello.ipynb')
    .action(async (name: string) => {
      const { formatNotebook, skeleton } = await import('../lesson/index.js')
      const file = name.endsWith('.ipynb') ? name : `${name}.ipynb`
      const title = titleOf(basename(file, '.ipynb'))
      if (title === '') throw new CliError(`${name}: that is no name for a lesson`, 2)
      await write(file, formatNotebook(skeleton(title)))
      console.log(`${file} is there. Open it in JupyterLab; then:\n  vethbook lint ${file}\n  vethbook test ${file}`)
    })
}

/** What stands there already is somebody's work. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new CliError(`${file} is there already; choose another name`, 2)
    if (code === 'ENOENT') throw new CliError(`there is no folder ${dirname(join('.', file))}`, 2)
    throw new CliError(`${file} cannot be written: ${message}`, 1)
  })
}

/** `06-my-lesson` → `06 · My lesson`. */
function titleOf(name: string): string {
  const [, number, rest = ''] = /^(?:(\d+)[-_ ]+)?(.*)$/s.exec(name) ?? []
  const words = rest.replace(/[-_\s]+/g, ' ').trim()
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  return number === undefined || title === '' ? title : `${number} · ${title}`
}
