import { mkdirSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { jupyterDataFolder } from '../jupyter-folders.js'
import type { Archive, HistoryEntry } from './history.js'

/** What is kept in all, by sessions and bytes, and of one session; the oldest go first. */
const bounds = { sessions: 1_000, bytes: 32_000_000, sessionBytes: 8_000_000 }

export function historyFolder(): string {
  return join(jupyterDataFolder(), 'vethbook', 'history')
}

/**
 * History on disk: a file a session, which only ever grows, so that any number of kernels can write at once. A line is
 * the JSON of an entry (`line`, `source`), or of what came of it (`line`, `output`).
 *
 * Where nothing can be written this session is forgotten when it ends; `log` is told why.
 */
export function openArchive(folder: string, log: (line: string) => void): Archive {
  let session: number | undefined
  let file: number | undefined
  let writtenBytes = 0
  let isClosed = false

  const forget = (reason: string): void => {
    isClosed = true
    log(`the history of this session is kept in memory only: ${reason}`)
  }
  /** Whoever creates a file has its number. */
  const begin = (): number => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    removeOldest(folder)
    for (let number = (sessionsIn(folder).at(-1) ?? 0) + 1; ; number++) {
      try {
        const created = openSync(pathOf(folder, number), 'ax', 0o600)
        session = number
        return created
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
  }

  return {
    get session() {
      return session
    },
    append(entry) {
      if (isClosed) return
      try {
        file ??= begin()
        const line = Buffer.from(`${JSON.stringify(entry)}\n`)
        writtenBytes += line.length
        if (writtenBytes > bounds.sessionBytes) return forget('it has grown too large')
        writeSync(file, line)
      } catch (error) {
        forget(error instanceof Error ? error.message : String(error))
      }
    },
    others: () => sessionsIn(folder).filter((number) => number !== session),
    read: (number) => entriesIn(pathOf(folder, number)),
  }
}

const pathOf = (folder: string, session: number): string => join(folder, `${session}.jsonl`)

/** Numbers of the sessions in a folder, oldest first. */
function sessionsIn(folder: string): number[] {
  const names = unlessMissing(() => readdirSync(folder)) ?? []
  return names
    .flatMap((name) => /^(\d+)\.jsonl$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

function entriesIn(path: string): HistoryEntry[] {
  const entries = new Map<number, HistoryEntry>()
  for (const text of (unlessMissing(() => readFileSync(path, 'utf8')) ?? '').split('\n')) {
    const { line, source, output } = parse(text)
    if (typeof line !== 'number') continue
    if (typeof source === 'string') entries.set(line, { line, source, output: null })
    const entry = entries.get(line)
    if (entry && typeof output === 'string') entry.output = output
  }
  return [...entries.values()]
}

/** A line that was cut off when its kernel or the machine went down is left out. */
function parse(text: string): Partial<HistoryEntry> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<HistoryEntry>
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return {}
  }
}

function removeOldest(folder: string): void {
  let bytes = 0
  for (const [index, session] of sessionsIn(folder).reverse().entries()) {
    const path = pathOf(folder, session)
    bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (index >= bounds.sessions - 1 || bytes > bounds.bytes) rmSync(path, { force: true })
  }
}

/** Undefined: there is no such file or folder, or none that this user can read. */
function unlessMissing<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return undefined
  }
}
