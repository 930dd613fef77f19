/** What of /proc and /sys this process sees, which decides how a sandbox may get its own: containers hide parts of both. */
import { readFile } from 'node:fs/promises'

export interface SystemMounts {
  /** Something is mounted over parts of /proc, or it is read-only: a user namespace gets no new one (mount_namespaces(7)). */
  isProcCovered: boolean
  /** A user namespace gets a new /sys only read-only, too. */
  isSysReadOnly: boolean
  /** This process may mount both anew without a user namespace, and so see all of them. */
  mayMount: boolean
}

/** CAP_SYS_ADMIN, as a bit of a set in /proc/self/status (linux/capability.h). */
const SYS_ADMIN = 1n << 21n

export async function readSystemMounts(): Promise<SystemMounts> {
  const [mountinfo, status] = await Promise.all(
    ['/proc/self/mountinfo', '/proc/self/status'].map((file) => readFile(file, 'utf8')),
  )
  return judgeMounts(mountinfo ?? '', status ?? '')
}

/** Of the texts of /proc/self/mountinfo and /proc/self/status (proc(5)). Pure. */
export function judgeMounts(mountinfo: string, status: string): SystemMounts {
  const mounts = mountinfo.split('\n').map((line) => {
    const [, , , , target = '', options = ''] = line.split(' ')
    return { target, isReadOnly: options.split(',').includes('ro') }
  })
  const capabilities = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  const last = (path: string): boolean => mounts.findLast(({ target }) => target === path)?.isReadOnly ?? false
  return {
    // What is mounted on a folder that is always empty hides nothing.
    isProcCovered:
      last('/proc') ||
      mounts.some(({ target }) => target.startsWith('/proc/') && target !== '/proc/sys/fs/binfmt_misc'),
    isSysReadOnly: last('/sys'),
    mayMount: (capabilities & SYS_ADMIN) !== 0n,
  }
}
