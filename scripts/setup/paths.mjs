import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout that this script belongs to. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const cacheFolder = join(root, '.cache')
export const venv = join(root, '.venv')
