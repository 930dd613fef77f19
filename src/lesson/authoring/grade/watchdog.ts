import { familyOf, read } from './family.js'
import type { Limits } from './limits.js'

/** How often it is looked, in milliseconds. */
const everyMs = 250
const pageBytes = 4096
/** Less than this left on the whole machine ends a jail, too: memory of files counts for no process. */
const reserveBytes = 256 * 2 ** 20

/**
 * Adds up what a process and its descendants take, since limits of the kernel's hold for one process each (getrlimit(2)), and
 * control groups are not everybody's. What leaves its parent goes to the jail's first process, and is found again there.
 *
 * @param end is told why, and whether others that run beside it may be the reason
 * @returns stops watching
 */
export function watchOver(pid: number, limits: Limits, end: (why: string, isShared?: boolean) => void): () => void {
  const timer = setInterval(() => {
    const family = familyOf(pid)
    if (family.length > limits.processes) end(`it had more than ${limits.processes} processes`)
    const bytes = family.reduce((sum, member) => sum + residentBytes(member), 0)
    if (bytes > limits.memoryBytes) end(`it took more than ${limits.memoryBytes / 2 ** 20} MiB of memory`)
    if (availableBytes() < reserveBytes) end('the machine had no memory left for it', true)
  }, everyMs)
  return () => clearInterval(timer)
}

/** statm(5): the second figure, in pages. */
const residentBytes = (pid: number): number => Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * pageBytes

const availableBytes = (): number =>
  Number(/^MemAvailable: +(\d+) kB/m.exec(read('/proc/meminfo'))?.[1] ?? Infinity) * 1024
