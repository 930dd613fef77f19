/** The folder of a notebook, which is writable in a sandbox under its own path. */
import { realpathSync } from 'node:fs'
import { EngineError } from './contract.js'
import { HIDDEN } from './setup-script.js'

/** Its real path. @throws EngineError where a sandbox needs that place for itself */
export function notebookFolder(path: string): string {
  const directory = realpathSync(path)
  if (directory === '/' || HIDDEN.some((folder) => folder.startsWith(`${directory}/`)))
    throw new EngineError(`${directory} belongs to the machine, and cannot be the folder of a notebook`, [
      'Start from a folder of your own',
    ])
  return directory
}
