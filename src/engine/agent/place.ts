/** In which network namespace a process stands, by the name that `ip netns` knows. */
import { readdirSync, statSync } from 'node:fs'
import type { Machine } from './nodes/machine.js'

const inode = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.ino ?? null

/** `'root'`, a name, or null where the namespace has none (or the process has ended). */
export function namespaceOf(pid: number, machine: Machine): string | null {
  const wanted = pid > 0 ? inode(`/proc/${pid}/ns/net`) : null
  if (wanted === null) return null
  if (wanted === inode(`/proc/${machine.pid}/ns/net`)) return 'root'
  const folder = `${machine.files}/run/netns`
  for (const name of namespaceNames(folder)) if (inode(`${folder}/${name}`) === wanted) return name
  return null
}

/** Of the files in such a folder. */
export function namespaceNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // Before the first `ip netns add` there is no such folder, and after the end of a machine neither.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}
