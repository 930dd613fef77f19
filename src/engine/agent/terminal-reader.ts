/** Whether a shell in the foreground waits for a line: asked of the kernel, for shells that do not tell it themselves. */
import { readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Terminal } from './terminal.js'

export interface TerminalReader {
  pid: number
  directory: string
  /** How often it has gone to sleep so far. */
  sleeps: number
}

/** The number of read(2), which /proc/PID/syscall begins with. */
const READ: Partial<Record<NodeJS.Architecture, string>> = { x64: '0', arm64: '63' }
const SHELLS = new Set(['bash', 'dash', 'sh', 'ash', 'busybox', 'zsh', 'ksh', 'mksh', 'fish'])

export function findReader(terminal: Terminal): TerminalReader | null {
  const pid = terminal.foreground()
  if (pid <= 1 || terminal.unread() > 0) return null
  try {
    const [call, descriptor] = readFileSync(`/proc/${pid}/syscall`, 'utf8').split(' ')
    if (call !== READ[process.arch]) return null
    if (!readlinkSync(`/proc/${pid}/fd/${Number(descriptor)}`).startsWith('/dev/pts/')) return null
    if (!SHELLS.has(basename(readlinkSync(`/proc/${pid}/exe`)))) return null
    return { pid, directory: readlinkSync(`/proc/${pid}/cwd`), sleeps: sleepsOf(pid) }
  } catch {
    // It has ended meanwhile, or the kernel does not say: then nobody is known to wait.
    return null
  }
}

/**
 * How often a process has gone to sleep. What is typed takes its time to reach the terminal's reader, the more the busier
 * the machine: who sleeps since before a line was typed has not read it yet.
 */
export function sleepsOf(pid: number): number {
  try {
    const [, count] = /^voluntary_ctxt_switches:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(count)
  } catch (error) {
    // It has ended: it will read nothing.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return NaN
    throw error
  }
}
