/** A process of a further machine tells its own number there; here it has another. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { FIRST, type Machine } from './machine.js'

/** The number by which the agent knows a process, 0 where it has ended. */
export function pidHere(pid: number, machine: Machine): number {
  if (machine === FIRST) return pid
  const space = spaceOf(machine.pid)
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    // Ours first, then that in the machine, then perhaps some of a namespace below.
    const [own, there] = numbersOf(Number(entry))
    if (there === pid && own !== undefined && spaceOf(own) === space) return own
  }
  return 0
}

function numbersOf(pid: number): number[] {
  const status = unlessEnded(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? ''
  const [, numbers = ''] = /^NSpid:\t(.*)$/m.exec(status) ?? []
  return numbers.split('\t').map(Number)
}

const spaceOf = (pid: number): string | null => unlessEnded(() => readlinkSync(`/proc/${pid}/ns/pid`))

function unlessEnded<Result>(read: () => Result): Result | null {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}
