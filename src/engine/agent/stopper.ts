/** Ctrl+C, and what follows when that is ignored, until the shell prompts again. */
import type { Bash } from './bash.js'

/** So long a command may take to end after Ctrl+C. */
const PATIENCE_MS = 300

export interface Stopper {
  stop(): void
  /** The shell has prompted, or ended: nothing is left to stop. */
  reached(): void
}

export function createStopper(shell: () => Bash | undefined): Stopper {
  let timer: NodeJS.Timeout | undefined

  const signal = (group: number, name: NodeJS.Signals): void => {
    if (group <= 1) return
    try {
      process.kill(-group, name)
    } catch (error) {
      // It ended by itself meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  const kill = (): void => {
    const bash = shell()
    if (bash === undefined) return
    const group = bash.foreground()
    signal(group, 'SIGKILL')
    // A loop would start its next command: the shell gets a Ctrl+C of its own, and that command another turn.
    if (group !== bash.pid) signal(bash.pid, 'SIGINT')
    timer = setTimeout(kill, PATIENCE_MS / 10)
  }
  return {
    stop() {
      clearTimeout(timer)
      const bash = shell()
      if (bash === undefined) return
      signal(bash.foreground(), 'SIGINT')
      timer = setTimeout(kill, PATIENCE_MS)
    },
    reached() {
      clearTimeout(timer)
    },
  }
}
