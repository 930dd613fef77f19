import { readFileSync } from 'node:fs'

/**
 * Whether the main thread of a process computes, or waits in the system: for a child process that it started
 * synchronously, say.
 *
 * Format: proc(5), /proc/PID/task/TID/stat, the third field.
 */
export function isComputing(pid: number): boolean {
  const stat = read(`/proc/${pid}/task/${pid}/stat`)
  return stat !== undefined && stat.slice(stat.lastIndexOf(')') + 2).startsWith('R')
}

/**
 * The process that the main thread started last: the one it waits for if it waits for any.
 *
 * Format: proc(5), /proc/PID/task/TID/children, in the order of their birth.
 */
export function youngestChild(pid: number): number | undefined {
  const children = read(`/proc/${pid}/task/${pid}/children`)
  const last = children?.trim().split(' ').at(-1)
  return last ? Number(last) : undefined
}

/** Undefined: the process has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
