/**
 * After Ctrl+C a shell may prompt once or twice, and a line may be cut. So before anything else is typed the shell is
 * asked to say a number: what it prompted before is then past.
 */
import type { Bash } from './bash.js'

/**
 * A question that was cut by a late Ctrl+C is asked again, with another number: on a busy machine the first may still be
 * answered, and only the answer to the last one has no further prompt of ours behind it.
 */
const RETRY_MS = 100

export interface Sync {
  /** Asked and not answered yet. */
  readonly isPending: boolean
  /** Until the prompt after the answer: nothing that is told is about the learner's commands. */
  isActive: boolean
  ask(): void
  heard(token: number): void
  /** The shell is gone. */
  forget(): void
}

export function createSync(shell: () => Bash | undefined): Sync {
  let timer: NodeJS.Timeout | undefined
  let asked = 0
  let isPending = false

  const type = (): void => {
    shell()?.sync(++asked)
    timer = setTimeout(type, RETRY_MS)
  }
  const settle = (): void => {
    clearTimeout(timer)
    isPending = false
  }
  return {
    isActive: false,
    get isPending() {
      return isPending
    },
    ask() {
      isPending = true
      this.isActive = true
      type()
    },
    heard(token) {
      if (token === asked) settle()
    },
    forget() {
      settle()
      this.isActive = false
    },
  }
}
