import type { Emit, LabEvent } from '../network/index.js'

/** What happened in a lab, in order. Append-only; a copy of what is in it can be kept, the log itself only grows. */
export class EventLog {
  readonly #startedAt = performance.now()
  readonly #events: LabEvent[] = []

  /** For tools: adds one, with the time since the lab was opened. */
  readonly emit: Emit = (body) => {
    this.#events.push({ v: 1, atMs: this.now(), ...body })
  }

  /** Milliseconds since the lab was opened, monotonic. */
  now(): number {
    return performance.now() - this.#startedAt
  }

  /** What was run since the log had that many events; `at` is by the clock of `performance.now()`. */
  commandsFrom(index: number): { at: number; command: string }[] {
    return this.#events
      .slice(index)
      .flatMap((event) =>
        event.kind === 'command-started'
          ? [{ at: this.#startedAt + event.atMs, command: inOneLine(event.command) }]
          : [],
      )
  }

  get events(): readonly LabEvent[] {
    return this.#events
  }
}

/** A script's first line stands for it where there is room for one only. */
function inOneLine(script: string): string {
  const [first = '', ...rest] = script.split('\n').filter((line) => line.trim() !== '')
  return rest.length === 0 ? first : `${first} … (and ${rest.length} more)`
}
