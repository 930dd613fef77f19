import type { JsonObject } from '../wire/index.js'

export interface HistoryEntry {
  readonly line: number
  readonly source: string
  /** The result as plain text, once there is one. */
  output: string | null
}

/** The number of this session: history is kept in memory, so there is no other. */
const session = 1

/** Cells of this session with their numbers, as `history_request` asks for them. */
export class History {
  readonly #entries: HistoryEntry[] = []

  add(line: number, source: string): HistoryEntry {
    const entry = { line, source, output: null }
    this.#entries.push(entry)
    return entry
  }

  /** Format: Jupyter messaging documentation, "History": session, line and source, or source and output as a pair. */
  ask(request: JsonObject): [session: number, line: number, source: string | [string, string | null]][] {
    return this.#find(request).map(({ line, source, output }) => [
      session,
      line,
      request['output'] === true ? [source, output] : source,
    ])
  }

  #find(request: JsonObject): HistoryEntry[] {
    const number = (field: string, fallback: number): number => {
      const value = request[field]
      return typeof value === 'number' ? value : fallback
    }
    const tail = (list: HistoryEntry[]): HistoryEntry[] => list.slice(Math.max(0, list.length - number('n', Infinity)))
    switch (request['hist_access_type']) {
      case 'tail':
        return tail(this.#entries)
      case 'range': {
        // Zero is the session that asks, a negative number one before it.
        if (![0, session].includes(number('session', 0))) return []
        const [start, stop] = [number('start', 0), number('stop', Infinity)]
        return this.#entries.filter(({ line }) => line >= start && line < stop)
      }
      case 'search': {
        const pattern = globToRegExp(typeof request['pattern'] === 'string' ? request['pattern'] : '*')
        const found = this.#entries.filter(({ source }) => pattern.test(source))
        if (request['unique'] !== true) return tail(found)
        return tail(found.filter((entry, at) => found.findLastIndex(({ source }) => source === entry.source) === at))
      }
      default:
        return []
    }
  }
}

/** SQLite's GLOB, which Jupyter's pattern is: `*` and `?`. */
function globToRegExp(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\*/g, '[\\s\\S]*').replace(/\?/g, '[\\s\\S]')}$`)
}
