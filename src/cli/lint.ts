import { Command } from 'commander'
import type { Finding } from '../lesson/index.js'
import { CliError } from './error.js'
import { refuseMissing } from './notebook-files.js'

/** `vethbook lint`: what a reader of a notebook would stumble over, without running it. */
export function lintCommand(): Command {
  return new Command('lint')
    .summary('look for what readers would stumble over')
    .description(
      'Reads notebooks without running them: stored outputs, cells out of order, images without alt text, terms that\n' +
        'nobody explains (of the glossary.md beside the notebook), dead local links, headings that skip, cells over 15\n' +
        'lines, sentences over 30 words, commands that leave the sandbox, code that does not type-check. Each finding\n' +
        'names cell, line and remedy. Exits with 1 where there are any.',
    )
    .argument('<notebook...>', 'notebook files')
    .option('--json', 'print the findings as a JSON list')
    .addHelpText('after', '\nExamples:\n  vethbook lint notebooks/*.ipynb\n  vethbook lint my-lesson.ipynb --json')
    .action(async (notebooks: string[], options: { json?: true }) => {
      await refuseMissing(notebooks)
      const findings = await findingsIn(notebooks)
      if (options.json) console.log(JSON.stringify(findings, null, 2))
      else console.log([...findings.map(findingText), summary(findings.length)].join('\n'))
      if (findings.length > 0) process.exitCode = 1
    })
}

async function findingsIn(paths: readonly string[]): Promise<Finding[]> {
  const { lintNotebook, NotebookError } = await import('../lesson/index.js')
  const findings: Finding[] = []
  for (const path of paths) {
    try {
      findings.push(...(await lintNotebook(path)))
    } catch (error) {
      throw error instanceof NotebookError ? new CliError(error.message, 2) : error
    }
  }
  return findings
}

function findingText({ file, cell, id, line, rule, message, remedy }: Finding): string {
  return `${file}: cell ${cell} (${id}), line ${line}: ${message} [${rule}]\n    ${remedy}`
}

const summary = (count: number): string =>
  count === 0 ? 'no findings' : count === 1 ? '1 finding' : `${count} findings`
