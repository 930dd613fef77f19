import type { JsonObject } from '../wire/index.js'

/** Cells of this session with their numbers, as `history_request` asks for them. */
export class History {
  readonly #entries: { line: number; source: string }[] = []

  add(line: number, source: string): void {
    this.#entries.push({ line, source })
  }

  /** Format: Jupyter messaging documentation, "History": triples of session, line and source. */
  ask(request: JsonObject): [number, number, string][] {
    const count = typeof request['n'] === 'number' ? request['n'] : undefined
    const tail = <T>(list: T[]): T[] => (count === undefined ? list : list.slice(Math.max(0, list.length - count)))
    const triples = (list: { line: number; source: string }[]): [number, number, string][] =>
      list.map(({ line, source }) => [0, line, source])
    switch (request['hist_access_type']) {
      case 'tail':
        return triples(tail(this.#entries))
      case 'range': {
        const start = typeof request['start'] === 'number' ? request['start'] : 0
        const stop = typeof request['stop'] === 'number' ? request['stop'] : Infinity
        return triples(this.#entries.filter(({ line }) => line >= start && line < stop))
      }
      case 'search': {
        const pattern = globToRegExp(typeof request['pattern'] === 'string' ? request['pattern'] : '*')
        let found = this.#entries.filter(({ source }) => pattern.test(source))
        if (request['unique'] === true) {
          found = found.filter((entry, at) => found.findLastIndex(({ source }) => source === entry.source) === at)
        }
        return triples(tail(found))
      }
      default:
        return []
    }
  }
}

/** SQLite's GLOB, which Jupyter's pattern is: `*` and `?`. */
function globToRegExp(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]')
  return new RegExp(`^${escaped}$`)
}
