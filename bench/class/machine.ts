import { readFileSync } from 'node:fs'

/** How much of each resource of the machine was in use at its busiest, from 0 to 1; of the CPU: over the whole time. */
export interface MachineUse {
  cpu: number
  memory: number
  pids: number
}

/** From here on a resource counts as used up. */
export const USED_UP = 0.95

/**
 * Looks twice a second until it is stopped; to stop it again gives the same. `exhausted` rejects where memory or process
 * ids are used up: whoever goes on then has the kernel choose who is ended.
 */
export function watchMachine(): { exhausted: Promise<never>; stop(): MachineUse } {
  const before = cpuTimes()
  let use: MachineUse | undefined
  let memory = 0
  let pids = 0
  let giveUp: (reason: Error) => void = () => undefined
  const exhausted = new Promise<never>((_, reject) => (giveUp = reject))
  // Nobody need wait for it.
  exhausted.catch(() => undefined)
  const look = (): void => {
    memory = Math.max(memory, memoryInUse())
    pids = Math.max(pids, pidsInUse())
    for (const [name, part] of Object.entries({ memory, pids }))
      if (part > USED_UP) giveUp(new Error(`${name} of the machine: ${(part * 100).toFixed(0)} % in use`))
  }
  const timer = setInterval(look, 500)
  return {
    exhausted,
    stop() {
      clearInterval(timer)
      if (use !== undefined) return use
      look()
      const after = cpuTimes()
      use = { cpu: (after.busy - before.busy) / (after.all - before.all), memory, pids }
      return use
    },
  }
}

/** USER_HZ, in which the kernel tells times on every machine that Node runs on. */
const TICKS = 100

/**
 * What these processes have taken, and children of theirs that have ended, s. proc_pid_stat(5): utime, stime, cutime and
 * cstime are the fields 14 to 17; the second, in brackets, may hold anything.
 */
export function cpuSecondsOf(pids: readonly string[]): number {
  const ticks = pids.map((pid) => {
    const fields = statOf(pid)
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  })
  return ticks.reduce((sum, own) => sum + own, 0) / TICKS
}

/** Empty for a process that has ended: its parent has its time then. */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ''
    throw error
  }
}

/** proc_stat(5): user nice system idle iowait irq softirq steal; a guest's time stands in user's, too. */
function cpuTimes(): { busy: number; all: number } {
  const line = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? ''
  const times = line.split(' ').slice(0, 8).map(Number)
  const all = times.reduce((sum, time) => sum + time, 0)
  return { all, busy: all - (times[3] ?? 0) - (times[4] ?? 0) }
}

function memoryInUse(): number {
  const text = readFileSync('/proc/meminfo', 'utf8')
  const [total = 1, available = 0] = ['MemTotal', 'MemAvailable'].map((name) =>
    Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(text)?.[1]),
  )
  return 1 - available / total
}

/** proc_loadavg(5): the fourth field counts threads, each of which has an id. */
function pidsInUse(): number {
  const threads = Number(/\/(\d+)/.exec(readFileSync('/proc/loadavg', 'utf8'))?.[1])
  return threads / Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'))
}
