export interface HistoryEntry {
  readonly line: number
  readonly source: string
  /** The result as plain text, once there is one. */
  output: string | null
}

/** Where a session's entries are kept, beside those of the sessions before it. */
export interface Archive {
  /** The number of this session; undefined until its first entry is kept, and where none can be. */
  readonly session: number | undefined
  /** Keeps an entry, or what came of one that is kept. */
  append(entry: Partial<HistoryEntry> & Pick<HistoryEntry, 'line'>): void
  /** Numbers of the other sessions, oldest first. */
  others(): number[]
  /** The entries of another session, in their order. */
  read(session: number): HistoryEntry[]
}

/** What `history_request` asks for. Format: Jupyter messaging documentation, "History". */
export type HistoryRequest = Readonly<Record<string, unknown>>

/** A cell as the reply names it: session, line, and its source, or its source and output as a pair. */
export type HistoryItem = [session: number, line: number, source: string | [string, string | null]]

/** Cells with their numbers: those of this session, and of former ones where there is an archive. */
export class History {
  readonly #entries: HistoryEntry[] = []
  readonly #archive: Archive | undefined

  constructor(archive?: Archive) {
    this.#archive = archive
  }

  add(line: number, source: string): HistoryEntry {
    const entry = { line, source, output: null }
    this.#entries.push(entry)
    this.#archive?.append({ line, source })
    return entry
  }

  setOutput(entry: HistoryEntry, output: string): void {
    entry.output = output
    this.#archive?.append({ line: entry.line, output })
  }

  ask(request: HistoryRequest): HistoryItem[] {
    return this.#find(request).map(([session, { line, source, output }]) => [
      session,
      line,
      request['output'] === true ? [source, output] : source,
    ])
  }

  #find(request: HistoryRequest): [session: number, entry: HistoryEntry][] {
    const number = (field: string, fallback: number): number => {
      const value = request[field]
      return typeof value === 'number' ? value : fallback
    }
    switch (request['hist_access_type']) {
      case 'tail':
        return this.#newest(number('n', Infinity), () => true)
      case 'range': {
        const session = this.#sessionOf(number('session', 0))
        const [start, stop] = [number('start', 0), number('stop', Infinity)]
        if (session === undefined) return []
        const inRange = this.#entriesOf(session).filter(({ line }) => line >= start && line < stop)
        return inRange.map((entry) => [session, entry])
      }
      case 'search': {
        const pattern = globToRegExp(typeof request['pattern'] === 'string' ? request['pattern'] : '*')
        const seen = new Set<string>()
        return this.#newest(number('n', Infinity), ({ source }) => {
          if (!pattern.test(source) || seen.has(source)) return false
          if (request['unique'] === true) seen.add(source)
          return true
        })
      }
      default:
        return []
    }
  }

  /** The last `count` entries that are wanted, in their order; looked at from the newest on. */
  #newest(count: number, isWanted: (entry: HistoryEntry) => boolean): [number, HistoryEntry][] {
    const found: [number, HistoryEntry][] = []
    for (const session of [this.#own, ...(this.#archive?.others().reverse() ?? [])]) {
      if (found.length >= count) break
      for (const entry of this.#entriesOf(session).reverse()) {
        if (found.length >= count) break
        if (isWanted(entry)) found.push([session, entry])
      }
    }
    return found.reverse()
  }

  /** Zero is the session that asks, a negative number one so many before it. Undefined: there is no such session. */
  #sessionOf(asked: number): number | undefined {
    if (asked === 0) return this.#own
    const sessions = [...(this.#archive?.others() ?? []), this.#own]
    return asked < 0 ? sessions.at(asked - 1) : sessions.find((session) => session === asked)
  }

  /** A list of the caller's own. */
  #entriesOf(session: number): HistoryEntry[] {
    return session === this.#own ? [...this.#entries] : (this.#archive?.read(session) ?? [])
  }

  get #own(): number {
    return this.#archive?.session ?? (this.#archive?.others().at(-1) ?? 0) + 1
  }
}

/** SQLite's GLOB, which Jupyter's pattern is: `*` and `?`. */
function globToRegExp(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\*/g, '[\\s\\S]*').replace(/\?/g, '[\\s\\S]')}$`)
}
