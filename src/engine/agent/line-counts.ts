/**
 * bash numbers the lines that it reads from a terminal since it began, in each shell entered anew. This keeps the same
 * count, so that a failure's number can be turned into a line of the text that was typed.
 */
export interface LineCounts {
  /** The number of the line that began the command now running. */
  readonly began: number
  /** A command begins with the next line, in the shell of this depth. */
  begin(depth: number): void
  typed(): void
  untyped(): void
  restart(): void
}

export function createLineCounts(): LineCounts {
  let counts: number[] = []
  let depth = 0
  let began = 1
  const add = (number: number): void => {
    counts[depth] = (counts[depth] ?? 0) + number
  }
  return {
    get began() {
      return began
    },
    begin(now) {
      // Shells that were left are forgotten: the next one entered begins anew.
      counts = counts.slice(0, now + 1)
      depth = now
      began = (counts[now] ?? 0) + 1
    },
    typed: () => add(1),
    untyped: () => add(-1),
    restart() {
      counts = []
    },
  }
}
