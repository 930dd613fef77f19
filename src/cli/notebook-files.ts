import { access, stat } from 'node:fs/promises'
import { CliError } from './error.js'

/** @throws CliError for the first path that is no file to read, before anything has been done */
export async function refuseMissing(paths: string[]): Promise<void> {
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => {
      throw new CliError(
        `${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(error)}`,
        2,
      )
    })
    if (!found.isFile()) throw new CliError(`${path}: not a file`, 2)
    await access(path).catch(() => {
      throw new CliError(`${path}: cannot be read`, 2)
    })
  }
}
