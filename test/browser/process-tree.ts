import { readFileSync, readdirSync } from 'node:fs'

/** A process, told from a later one of the same number by the time of its start. */
export interface Process {
  pid: number
  command: string
  /** Clock ticks since the machine started. */
  startedAt: string
}

/** All processes below one, in whatever namespaces. Source: proc(5), /proc/pid/task/tid/children. */
export function descendants(pid: number): Process[] {
  return childrenOf(pid).flatMap((child) => {
    const found = look(child)
    return found ? [found, ...descendants(child)] : []
  })
}

export function isRunning({ pid, startedAt }: Process): boolean {
  return look(pid)?.startedAt === startedAt
}

function look(pid: number): Process | undefined {
  const stat = readProc(`${pid}/stat`)
  // The name stands in brackets and may hold anything; the state follows it, and 19 fields later the start.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields === undefined || fields[0] === 'Z') return undefined
  const command = (readProc(`${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim()
  return { pid, command, startedAt: fields[19]! }
}

function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) => {
    return (readProc(`${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number)
  })
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch (error) {
    return whereItEnded(error) ?? []
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch (error) {
    return whereItEnded(error)
  }
}

/** A process may end while we look at it. */
function whereItEnded(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOENT' && code !== 'ESRCH') throw error
  return undefined
}
