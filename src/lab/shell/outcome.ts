import type { CommandFailure, ExecResult, ShellPlace } from '../../engine/index.js'
import type { Change } from '../../network/index.js'

/** What a call of lab.sh came to: CommandResult and CommandError have the same fields. */
export interface CommandOutcome extends ExecResult {
  /** What is different in the network since the call began; the table shown below the output has it in words. */
  changes: Change[]
  /** Each command that failed, with its line in the text that was given; bash's ERR rules. */
  failures: CommandFailure[]
  /** Where the shell stands now. */
  place: ShellPlace
}

/** Signals by number, as bash adds 128 to them for an exit code. */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
}

/** `ended with exit code 1`, `was killed by SIGKILL`, `was not found`. */
export function exitWords(exitCode: number): string {
  if (exitCode === 127) return 'was not found'
  if (exitCode === 126) return 'could not be executed'
  const signal = signals[exitCode - 128]
  return signal === undefined ? `failed with exit code ${exitCode}` : `was ended by ${signal}`
}
