/** Ctrl+C, and what follows when that is ignored, until the shell prompts again. */
import type { Bash } from './bash.js'

/** So long a command may take to end after Ctrl+C. */
const PATIENCE_MS = 300
/** Between two tries after that. */
const RETRY_MS = 30
/** So often a shell that is busy itself gets Ctrl+C again before it is killed, all within that time. */
const SHELL_TRIES = 3
/** A line that is being read gets so many milliseconds: cut in two by Ctrl+C, its rest would run as a command. */
const READING_TRIES = 20

export interface Stopper {
  stop(): void
  /** The shell has prompted, or ended: nothing is left to stop. Tells whether something was. */
  reached(): boolean
}

/** `innermost` is the process that prompted last. */
export function createStopper(shell: () => Bash | undefined, innermost: () => number): Stopper {
  let timer: NodeJS.Timeout | undefined
  let tries = 0
  let patientUntilMs = 0

  const signal = (pid: number, name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name)
    } catch (error) {
      // It ended by itself meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  const interrupt = (): void => {
    const bash = shell()
    if (bash === undefined) return
    if (bash.unread() > 0 && ++tries < READING_TRIES) {
      timer = setTimeout(interrupt, 1)
      return
    }
    tries = 0
    const group = bash.foreground()
    if (group > 1) signal(-group, 'SIGINT')
    patientUntilMs = performance.now() + PATIENCE_MS
    timer = setTimeout(insist, PATIENCE_MS - SHELL_TRIES * RETRY_MS)
  }
  const insist = (): void => {
    const bash = shell()
    if (bash === undefined) return
    const group = bash.foreground()
    const isShell = group === innermost()
    if (isShell || performance.now() >= patientUntilMs) {
      // A loop would start its next command: its shell gets a Ctrl+C of its own, and that command another turn.
      if (group > 1 && (!isShell || ++tries > SHELL_TRIES)) signal(-group, 'SIGKILL')
      signal(innermost(), 'SIGINT')
    }
    timer = setTimeout(insist, RETRY_MS)
  }
  return {
    stop() {
      clearTimeout(timer)
      tries = 0
      interrupt()
    },
    reached() {
      const wasStopping = timer !== undefined
      clearTimeout(timer)
      timer = undefined
      return wasStopping
    },
  }
}
