import { readFileSync } from 'node:fs'

/** How much of each resource of the machine was in use at its busiest, from 0 to 1; of the CPU: over the whole time. */
export interface MachineUse {
  cpu: number
  memory: number
  pids: number
}

/** Looks twice a second until it is stopped; to stop it again gives the same. */
export function watchMachine(): { stop(): MachineUse } {
  const before = cpuTimes()
  let use: MachineUse | undefined
  let memory = 0
  let pids = 0
  const look = (): void => {
    memory = Math.max(memory, memoryInUse())
    pids = Math.max(pids, pidsInUse())
  }
  const timer = setInterval(look, 500)
  return {
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
