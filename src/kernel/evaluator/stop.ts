import { readdirSync, readFileSync } from 'node:fs'

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
 * The process that the main thread started last, which is the one it waits for if it waits for any, with all that it
 * started itself; a pipe that one of them holds open keeps the main thread waiting. Empty: there is none.
 *
 * Format: proc(5), /proc/PID/task/TID/children, in the order of their birth.
 */
export function youngestFamily(pid: number): number[] {
  const youngest = children(pid, String(pid)).at(-1)
  return youngest === undefined ? [] : [youngest, ...descendants(youngest)]
}

function descendants(pid: number): number[] {
  const direct = list(`/proc/${pid}/task`).flatMap((thread) => children(pid, thread))
  return [...direct, ...direct.flatMap(descendants)]
}

function children(pid: number, thread: string): number[] {
  const text = read(`/proc/${pid}/task/${thread}/children`)?.trim()
  return text ? text.split(' ').map(Number) : []
}

/** Undefined: the process has ended meanwhile. */
function read(path: string): string | undefined {
  return unlessGone(() => readFileSync(path, 'utf8'))
}

function list(path: string): string[] {
  return unlessGone(() => readdirSync(path)) ?? []
}

function unlessGone<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return undefined
  }
}
