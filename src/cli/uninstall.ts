import { Command } from 'commander'
import { CliError } from './error.js'
import { changing, placeOf, withPlaceOptions, type PlaceOptions } from './kernelspec-place.js'

/** `vethbook uninstall`: undoes `vethbook install` with the same options. */
export function uninstallCommand(): Command {
  const command = new Command('uninstall')
    .summary('take the kernel out of Jupyter again')
    .description('Removes what "vethbook install" with the same options has registered.')
    .addHelpText('after', '\nExamples:\n  vethbook uninstall --user\n  vethbook uninstall --prefix .venv')
    .action(async (options: PlaceOptions) => {
      const { removeKernelspec } = await import('../kernel/index.js')
      const { folder, wasThere } = changing(() => removeKernelspec(placeOf(options)))
      if (!wasThere) throw new CliError(`the kernel is not registered in ${folder}`, 1)
      console.log(`The kernel is no longer registered in ${folder}`)
    })
  return withPlaceOptions(command)
}
