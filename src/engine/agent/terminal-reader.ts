/** Whether a shell in the foreground waits for a line: asked of the kernel, for shells that do not tell it themselves. */
import { readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Terminal } from './terminal.js'

export interface TerminalReader {
  pid: number
  directory: string
}

/** The number of read(2), which /proc/PID/syscall begins with. */
const READ: Partial<Record<NodeJS.Architecture, string>> = { x64: '0', arm64: '63' }
const SHELLS = new Set(['bash', 'dash', 'sh', 'ash', 'busybox', 'zsh', 'ksh', 'mksh', 'fish'])

export function findReader(terminal: Terminal): TerminalReader | null {
  const pid = terminal.foreground()
  if (pid <= 1 || terminal.unread() > 0) return null
  // All that was typed has been read: who sleeps in read(2) from here on waits for more.
  try {
    if (!/^State:\s+S/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return null
    const [call, descriptor] = readFileSync(`/proc/${pid}/syscall`, 'utf8').split(' ')
    if (call !== READ[process.arch]) return null
    if (!readlinkSync(`/proc/${pid}/fd/${Number(descriptor)}`).startsWith('/dev/pts/')) return null
    if (!SHELLS.has(basename(readlinkSync(`/proc/${pid}/exe`)))) return null
    return { pid, directory: readlinkSync(`/proc/${pid}/cwd`) }
  } catch {
    // It has ended meanwhile, or the kernel does not say: then nobody is known to wait.
    return null
  }
}
