import { readdirSync, readFileSync } from 'node:fs'

/**
 * What the main thread of a process does: whether it computes (or would, if it had a processor) rather than waits in the
 * system, and how much processor time it has had, in milliseconds.
 *
 * Format: proc(5), /proc/PID/task/TID/stat: state, utime and stime; a clock tick is 10 ms on Linux.
 */
export function mainThread(pid: number): { computes: boolean; cpuMs: number } {
  const stat = read(`/proc/${pid}/task/${pid}/stat`) ?? ''
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { computes: fields[0] === 'R', cpuMs: 10 * (Number(fields[11]) + Number(fields[12])) }
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
