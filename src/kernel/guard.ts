import { existsSync } from 'node:fs'

const setpriv = '/usr/bin/setpriv'

/**
 * The argv that makes a program die with this process, whatever ends it: the system sends it a SIGKILL then, also
 * while it is in a busy loop. Without util-linux's `setpriv` the argv stays as it is.
 */
export function guarded(argv: readonly string[]): [file: string, ...rest: string[]] {
  const whole = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', ...argv] : argv
  return whole as [string, ...string[]]
}
