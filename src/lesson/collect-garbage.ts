import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back what a large file's text took, at once: where a machine has memory to spare, V8 would let it lie and use as
 * much again for what comes next. Takes some tenths of a second with a heap of hundreds of megabytes.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
}
