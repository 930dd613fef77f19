/**
 * Which user and group ids a sandbox has. Root of the sandbox is whoever starts it; more ids (which `tcpdump`, `su` and
 * the like need) can be had by the machine's root, and by users with an entry in /etc/subuid and a setuid `newuidmap`.
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type IdSource =
  | { kind: 'own-id' }
  /** All ids that the starting process itself has. */
  | { kind: 'root'; uidMap: string; gidMap: string }
  | { kind: 'subids'; uid: IdRange; gid: IdRange }

export interface IdRange {
  start: number
  count: number
}

const CONTENTS = { encoding: 'utf8' } as const

/** The kernel, or `newuidmap`, does not give the ids that were to be had: a container may have less than it says. */
export class IdMapError extends Error {
  override readonly name = 'IdMapError'
}

/** Called once the process stands in its new user namespace. @throws IdMapError for more than one's own id */
export async function mapIds(pid: number, source: IdSource): Promise<void> {
  if (source.kind === 'own-id') return await mapOwnId(pid)
  try {
    await mapMany(pid, source)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new IdMapError(`This process gets no further ids: ${reason}`, { cause: error })
  }
}

async function mapOwnId(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/uid_map`, `0 ${process.getuid?.() ?? 0} 1`)
  await writeFile(`/proc/${pid}/setgroups`, 'deny')
  await writeFile(`/proc/${pid}/gid_map`, `0 ${process.getgid?.() ?? 0} 1`)
}

async function mapMany(pid: number, source: Exclude<IdSource, { kind: 'own-id' }>): Promise<void> {
  if (source.kind === 'root') {
    await writeFile(`/proc/${pid}/uid_map`, source.uidMap)
    await writeFile(`/proc/${pid}/gid_map`, source.gidMap)
    return
  }
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  await run('newuidmap', [pid, 0, uid, 1, 1, source.uid.start, source.uid.count].map(String))
  await run('newgidmap', [pid, 0, gid, 1, 1, source.gid.start, source.gid.count].map(String))
}

let isWithoutIds = false

/** From here on `findIdSource` finds one's own id only. */
export function goWithoutIds(): void {
  isWithoutIds = true
}

/** Falls back to the one id that is always there. */
export async function findIdSource(): Promise<IdSource> {
  if (isWithoutIds) return { kind: 'own-id' }
  if (process.geteuid?.() === 0) {
    const [uidMap, gidMap] = await Promise.all([ownMap('/proc/self/uid_map'), ownMap('/proc/self/gid_map')])
    const isSingle = /^\d+ \d+ 1\n$/.test(uidMap)
    return isSingle ? { kind: 'own-id' } : { kind: 'root', uidMap, gidMap }
  }
  const [uid, gid] = await Promise.all([findRange('/etc/subuid'), findRange('/etc/subgid')])
  if (uid === null || gid === null || !(await canMapSubids())) return { kind: 'own-id' }
  return { kind: 'subids', uid, gid }
}

/** The ids this process has itself, mapped to themselves. */
async function ownMap(path: string): Promise<string> {
  const lines = (await readFile(path, CONTENTS)).trim().split('\n')
  return lines
    .map((line) => {
      const [inside, , count] = line.trim().split(/\s+/)
      return `${inside} ${inside} ${count}\n`
    })
    .join('')
}

/** subuid(5): `name-or-id:start:count`. */
async function findRange(path: string): Promise<IdRange | null> {
  const names = [String(process.getuid?.()), await userName()]
  for (const line of (await readIfThere(path)).split('\n')) {
    const [owner, start, count] = line.split(':')
    if (owner !== undefined && names.includes(owner)) return { start: Number(start), count: Number(count) }
  }
  return null
}

async function userName(): Promise<string> {
  const uid = String(process.getuid?.())
  const line = (await readIfThere('/etc/passwd')).split('\n').find((entry) => entry.split(':')[2] === uid)
  return line?.split(':')[0] ?? uid
}

/** newuidmap is setuid, which no_new_privs takes away. */
async function canMapSubids(): Promise<boolean> {
  const status = await readFile('/proc/self/status', CONTENTS)
  if (/^NoNewPrivs:\s*1/m.test(status)) return false
  try {
    // Without arguments it prints its usage and fails: that it is there is what we ask.
    await run('newuidmap', [])
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, CONTENTS)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
