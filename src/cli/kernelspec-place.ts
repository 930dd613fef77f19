import { spawnSync } from 'node:child_process'
import { Option, type Command } from 'commander'
import type { KernelspecPlace } from '../kernel/index.js'
import { CliError } from './error.js'

export interface PlaceOptions {
  user?: boolean
  sysPrefix?: boolean
  prefix?: string
}

/** Adds the options by which Jupyter's own installers say where a kernelspec is. */
export function withPlaceOptions(command: Command): Command {
  return command
    .addOption(new Option('--user', 'your own Jupyter folder (the default)'))
    .addOption(
      new Option(
        '--sys-prefix',
        'the Python environment whose python3 comes first, as an activated one does',
      ).conflicts('user'),
    )
    .addOption(new Option('--prefix <dir>', 'DIR/share/jupyter').conflicts(['user', 'sysPrefix']))
}

/** @throws CliError where there is no Python that could be asked */
export function placeOf({ sysPrefix, prefix }: PlaceOptions): KernelspecPlace {
  if (prefix !== undefined) return { prefix }
  if (!sysPrefix) return { user: true }
  const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' })
  if (status !== 0) throw new CliError('there is no python3 whose environment could be meant by --sys-prefix', 1)
  return { prefix: stdout.trim() }
}

/** Runs what changes a kernelspec; a folder that may not be written is the user's to know, anything else a fault of ours. */
export function changing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code ?? '')) throw error
    throw new CliError(`${path ?? 'the folder'} cannot be written (${message})`, 1)
  }
}
