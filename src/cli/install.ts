import { Command, Option } from 'commander'
import { CliError } from './error.js'

interface InstallOptions {
  prefix?: string
  user?: boolean
}

/** `vethbook install`: registers the kernel with a Jupyter that is there already. */
export function installCommand(): Command {
  return new Command('install')
    .summary('register the kernel with Jupyter')
    .description(
      'Registers the kernel "TypeScript (vethbook)" with Jupyter: for you alone, or in a virtual environment.',
    )
    .addOption(new Option('--prefix <dir>', 'into DIR/share/jupyter, as of a virtual environment').conflicts('user'))
    .addOption(new Option('--user', 'into your own Jupyter folder (the default)'))
    .addHelpText('after', '\nExamples:\n  vethbook install --user\n  vethbook install --prefix .venv')
    .action(async ({ prefix }: InstallOptions) => {
      const { buildStartSnapshot, installKernelspec } = await import('../kernel/index.js')
      try {
        const folder = installKernelspec(prefix === undefined ? { user: true } : { prefix })
        console.log(`The kernel is registered in ${folder}`)
      } catch (error) {
        const { code, path, message } = error as NodeJS.ErrnoException
        if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR') {
          throw new CliError(`${path ?? prefix} cannot be written (${message})`, 1)
        }
        throw error
      }
      try {
        await buildStartSnapshot()
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        console.error(`Kernels will start slowly, since the start-up snapshot cannot be built: ${reason}`)
      }
    })
}
