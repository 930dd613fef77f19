import { basename, dirname, join, resolve } from 'node:path'

/** Environment variable by which a program that runs a notebook says its path. */
export const notebookVariable = 'VETHBOOK_NOTEBOOK'

/**
 * Where the progress of the running notebook is kept: `.vethbook/NAME.json` beside it. Undefined: no notebook is known, as
 * in a console. The name comes from who runs it, or from Jupyter's server (`JPY_SESSION_NAME`: the notebook's path, of
 * which only the last part is to be relied on; the kernel works in the notebook's folder).
 */
export function progressPath(env: NodeJS.ProcessEnv, folder: string): string | undefined {
  const told = env[notebookVariable]
  const path = told !== undefined && told !== '' ? resolve(folder, told) : inFolder(env['JPY_SESSION_NAME'], folder)
  if (path === undefined || !path.endsWith('.ipynb')) return undefined
  return join(dirname(path), '.vethbook', `${basename(path, '.ipynb')}.json`)
}

function inFolder(name: string | undefined, folder: string): string | undefined {
  return name === undefined ? undefined : join(folder, basename(name))
}
