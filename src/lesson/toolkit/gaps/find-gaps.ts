/** Pure: gaps in commands. A gap is `▢`, or `▢name` where it says what belongs there. */

export interface Gap {
  /** As it stands there: `▢`, `▢link`. */
  text: string
  /** Of its line, from 1, and the line itself. */
  number: number
  line: string
}

const gap = /▢[\p{L}\d_-]*/gu

/** The gaps that nobody has filled yet. */
export function findGaps(commands: string): Gap[] {
  return commands
    .split('\n')
    .flatMap((line, index) => [...line.matchAll(gap)].map(([text]) => ({ text, number: index + 1, line: line.trim() })))
}

/** Puts words into the gaps, one after the other; a gap for which there is none stays. */
export function fillGaps(commands: string, words: readonly string[]): string {
  let next = 0
  return commands.replace(gap, (text) => words[next++] ?? text)
}
