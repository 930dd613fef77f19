/** What of /proc and /sys this process sees, which decides how a sandbox may get its own: containers hide parts of both. */
import { readFile } from 'node:fs/promises'

export interface SystemMounts {
  /**
   * Paths of /proc that something is mounted over, and `/proc` where it is read-only: by any of them a user namespace gets no
   * new one (mount_namespaces(7)).
   */
  procCovers: readonly string[]
  /** A user namespace gets a new /sys only read-only, too. */
  isSysReadOnly: boolean
  /** This process may mount both anew without a user namespace, and so see all of them. */
  mayMount: boolean
}

/** CAP_SYS_ADMIN, as a bit of a set in /proc/self/status (linux/capability.h). */
const SYS_ADMIN = 1n << 21n

export async function readSystemMounts(): Promise<SystemMounts> {
  const files = ['mountinfo', 'status', 'uid_map'].map((name) => readFile(`/proc/self/${name}`, 'utf8'))
  const [mountinfo = '', status = '', uidMap = ''] = await Promise.all(files)
  return judgeMounts(mountinfo, status, uidMap)
}

/** Whether a sandbox here is made below a /proc and a /sys that this process mounts anew for it. */
export const areMountedAnew = ({ procCovers, isSysReadOnly, mayMount }: SystemMounts): boolean =>
  mayMount && (procCovers.length > 0 || isSysReadOnly)

/** Of the texts of /proc/self/mountinfo, status and uid_map (proc(5)). Pure. */
export function judgeMounts(mountinfo: string, status: string, uidMap: string): SystemMounts {
  const mounts = mountinfo.split('\n').map((line) => {
    const [, , , , target = '', options = ''] = line.split(' ')
    return { target, isReadOnly: options.split(',').includes('ro') }
  })
  const capabilities = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  const last = (path: string): boolean => mounts.findLast(({ target }) => target === path)?.isReadOnly ?? false
  return {
    // What is mounted on a folder that is always empty hides nothing.
    procCovers: [
      ...(last('/proc') ? ['/proc'] : []),
      ...mounts
        .map(({ target }) => target)
        .filter((target) => target.startsWith('/proc/') && target !== '/proc/sys/fs/binfmt_misc'),
    ],
    isSysReadOnly: last('/sys'),
    // In another user namespace than the machine's first, who may mount gets no more than is seen already.
    mayMount: (capabilities & SYS_ADMIN) !== 0n && /^\s*0\s+0\s+4294967295\s*$/.test(uidMap),
  }
}
