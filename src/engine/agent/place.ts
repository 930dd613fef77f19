/** In which network namespace a process stands, by the name that `ip netns` knows. */
import { readdirSync, statSync } from 'node:fs'

const inode = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.ino ?? null

/** `'root'`, a name, or null where the namespace has none (or the process has ended). */
export function namespaceOf(pid: number): string | null {
  const wanted = pid > 0 ? inode(`/proc/${pid}/ns/net`) : null
  if (wanted === null) return null
  if (wanted === inode('/proc/self/ns/net')) return 'root'
  for (const name of namespaceNames()) if (inode(`/run/netns/${name}`) === wanted) return name
  return null
}

function namespaceNames(): string[] {
  try {
    return readdirSync('/run/netns')
  } catch (error) {
    // Before the first `ip netns add` there is no such folder.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
