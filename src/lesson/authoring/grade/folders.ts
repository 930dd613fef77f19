import { existsSync, readdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'

const prefix = 'vethbook-grade-'

/** What the folders of this process are called at their beginning, be they for scratch or control groups. */
export const ourPrefix = `${prefix}${process.pid}-`

/** Removes what somebody left in a folder who was killed while grading: it is empty. */
export function removeOrphans(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : undefined
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) tryToRemove(join(parent, name))
  }
}

/** @returns whether it is gone; false: something is in it still, or it is another user's */
export function tryToRemove(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return true
    if (['EBUSY', 'ENOTEMPTY', 'EPERM', 'EACCES'].includes(code)) return false
    throw error
  }
}
