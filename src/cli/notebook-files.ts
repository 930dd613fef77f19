import { access, constants, stat } from 'node:fs/promises'
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

/** @throws CliError for a folder that cannot be listed */
export async function refuseNoFolder(path: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new CliError(`${path}: ${why}`, 2)
  }
  const found = await stat(path).catch((error: unknown) => refuse(folderWords(error)))
  if (!found.isDirectory()) refuse('not a folder')
  await access(path, constants.R_OK | constants.X_OK).catch((error: unknown) => refuse(folderWords(error)))
}

function folderWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'no such folder'
  return code === 'EACCES' ? 'you may not look into it; ask its owner, or: chmod o+rx' : message
}
