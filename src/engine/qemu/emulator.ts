/** The program that emulates. */
import { execFileSync } from 'node:child_process'
import { searchPath } from '../facts.js'

export const EMULATOR = 'qemu-system-x86_64'
export const INSTALL_EMULATOR = 'Install it: apt-get install --no-install-recommends qemu-system-x86'

/** Its first line of `--version`, or null where there is no such program. */
export function emulatorVersion(): string | null {
  try {
    const env = { PATH: searchPath().join(':') }
    return execFileSync(EMULATOR, ['--version'], { encoding: 'utf8', env }).split('\n')[0] ?? ''
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
