import { UnreadableOutputError } from '../unreadable-output.js'

/** One object of what `ip -j` or `bridge -j` printed, with readers that name what is missing. */
export class JsonRecord {
  constructor(
    private readonly command: string,
    private readonly place: string,
    readonly fields: Readonly<Record<string, unknown>>,
  ) {}

  has(key: string): boolean {
    return this.fields[key] !== undefined
  }

  /** A word; numbers count as words, since table numbers and states come as either. Null where absent. */
  text(key: string): string | null {
    const value = this.fields[key]
    if (typeof value === 'string') return value
    if (typeof value === 'number') return String(value)
    return null
  }

  requiredText(key: string): string {
    return this.text(key) ?? this.fail(`"${key}" is missing`)
  }

  number(key: string): number | null {
    const value = this.fields[key]
    return typeof value === 'number' && Number.isFinite(value) ? value : null
  }

  requiredNumber(key: string): number {
    return this.number(key) ?? this.fail(`"${key}" is not a number`)
  }

  /** A switch: true, 1 or "on". */
  isOn(key: string): boolean {
    const value = this.fields[key]
    return value === true || value === 1 || value === 'on'
  }

  /** Flags: a list, or text such as `<BROADCAST,UP>`, or absent. */
  words(key: string): string[] {
    const value = this.fields[key]
    if (typeof value === 'string') return value.split(/[<>,\s]+/).filter((word) => word !== '')
    return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : []
  }

  /** A nested object; empty where absent. */
  record(key: string): JsonRecord {
    const value = this.fields[key]
    return new JsonRecord(this.command, `${this.place}.${key}`, isObject(value) ? value : {})
  }

  /** A nested list; empty where absent. */
  records(key: string): JsonRecord[] {
    const value = this.fields[key]
    return Array.isArray(value) ? toRecords(this.command, `${this.place}.${key}`, value) : []
  }

  private fail(reason: string): never {
    throw new UnreadableOutputError(this.command, `${this.place}: ${reason}`)
  }
}

/**
 * Reads the list that a `-j` command printed. Older iproute2 prints nothing at all for an empty list, and empty objects
 * for what a filter left out: both are nothing.
 * @throws UnreadableOutputError
 */
export function parseJsonList(command: string, output: string): JsonRecord[] {
  if (output.trim() === '') return []
  let value: unknown
  try {
    value = JSON.parse(output)
  } catch (error) {
    throw new UnreadableOutputError(command, `not JSON: ${excerpt(output)}`, { cause: error })
  }
  if (!Array.isArray(value)) throw new UnreadableOutputError(command, `not a list: ${excerpt(output)}`)
  return toRecords(command, 'entry', value)
}

function toRecords(command: string, place: string, values: readonly unknown[]): JsonRecord[] {
  return values.flatMap((value, position) => {
    if (!isObject(value)) throw new UnreadableOutputError(command, `${place} ${position + 1} is not an object`)
    return Object.keys(value).length === 0 ? [] : [new JsonRecord(command, `${place} ${position + 1}`, value)]
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function excerpt(output: string): string {
  const line = output.trim().split('\n')[0] ?? ''
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line)
}
