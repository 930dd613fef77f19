import { Command } from 'commander'
import { buildEmulator, EngineError } from '../engine/index.js'
import { CliError } from './error.js'

/** `vethbook emulator`: makes the small Linux that the engine `qemu` boots. */
export function emulatorCommand(): Command {
  return new Command('emulator')
    .summary('make the Linux of the engine "qemu"')
    .description(
      'Makes the small Linux that the engine "qemu" boots where a host allows no namespaces: from packages of Debian, which\n' +
        'apt fetches into a folder of its own. It takes a minute and some 400 MB, and needs no root. Where it is there already\n' +
        'nothing is done.',
    )
    .option('--fresh', 'fetch the packages anew, for updates')
    .addHelpText(
      'after',
      '\nExamples:\n  vethbook emulator\n  VETHBOOK_ENGINE=qemu vethbook run notebooks/01-veth-pair.ipynb',
    )
    .action(async ({ fresh = false }: { fresh?: boolean }) => {
      try {
        const { folder, isNew } = await buildEmulator((step) => console.log(`  ${step}`), { isFresh: fresh })
        console.log(
          isNew ? `The emulator's Linux is in ${folder}` : `Nothing to do: it is in ${folder}, and up to date`,
        )
      } catch (error) {
        if (error instanceof EngineError) throw new CliError(error.message, 1)
        throw error
      }
    })
}
