import { Command } from 'commander'
import { changing, placeOf, withPlaceOptions, type PlaceOptions } from './kernelspec-place.js'

/** `vethbook install`: registers the kernel with a Jupyter that is there already. */
export function installCommand(): Command {
  const command = new Command('install')
    .summary('register the kernel with Jupyter')
    .description(
      'Registers the kernel "TypeScript (vethbook)" with Jupyter: for you alone, or in a Python environment.',
    )
    .addHelpText('after', '\nExamples:\n  vethbook install --user\n  vethbook install --prefix .venv')
    .action(async (options: PlaceOptions) => {
      const { buildStartSnapshot, installKernelspec } = await import('../kernel/index.js')
      const folder = changing(() => installKernelspec(placeOf(options)))
      console.log(`The kernel is registered in ${folder}`)
      try {
        await buildStartSnapshot()
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        console.error(`Kernels will start slowly, since the start-up snapshot cannot be built: ${reason}`)
      }
    })
  return withPlaceOptions(command)
}
