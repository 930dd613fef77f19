import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { CliError } from './error.js'

/** The environment that a checkout's setup makes; elsewhere there is none, and PATH decides. */
const ownPrograms = fileURLToPath(new URL('../../.venv/bin', import.meta.url))

/** `vethbook console`: Jupyter's console with this kernel, whether it is registered or not. */
export function consoleCommand(): Command {
  return new Command('console')
    .summary('open a console with the kernel')
    .description('Opens "jupyter console" with this kernel in the current folder. Arguments after -- are for Jupyter.')
    .argument('[arguments...]', 'for jupyter console')
    .addHelpText('after', '\nExamples:\n  vethbook console\n  vethbook console -- --simple-prompt')
    .action(async (forJupyter: string[]) => {
      const { installKernelspec, kernelName } = await import('../kernel/index.js')
      const prefix = mkdtempSync(join(tmpdir(), 'vethbook-console-'))
      try {
        installKernelspec({ prefix })
        process.exitCode = await run(['--kernel', kernelName, ...forJupyter], join(prefix, 'share', 'jupyter'))
      } finally {
        rmSync(prefix, { recursive: true, force: true })
      }
    })
}

/** @returns its exit code */
function run(argv: string[], dataFolder: string): Promise<number> {
  const { PATH, JUPYTER_PATH } = process.env
  const list = (...folders: (string | undefined)[]): string => folders.filter(Boolean).join(delimiter)
  const env = { ...process.env, PATH: list(PATH, ownPrograms), JUPYTER_PATH: list(dataFolder, JUPYTER_PATH) }
  // Ctrl+C is the console's, which stops a cell by it.
  const ignore = (): void => undefined
  process.on('SIGINT', ignore)
  const child = spawn('jupyter-console', argv, { stdio: 'inherit', env })
  return new Promise<number>((resolve, reject) => {
    child.on('exit', (code) => resolve(code ?? 1))
    child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      const missing = 'jupyter console is not installed here. Try: pip install jupyter-console'
      reject(new CliError(code === 'ENOENT' ? missing : message, 1))
    })
  }).finally(() => process.off('SIGINT', ignore))
}
