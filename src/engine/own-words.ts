import { execFile } from 'node:child_process'
import { searchPath } from './facts.js'

/**
 * What a program of this machine prints about itself: its usage, its page of the manual. It runs outside the sandbox, so
 * that nothing which happens in there delays it: only ask what changes nothing.
 *
 * @param timeoutMs milliseconds, after which it is ended
 * @returns stdout and, where that is empty, stderr; `''` where there is no such program; undefined: it was not done in time
 */
export async function ownWords(
  [program, ...parameters]: readonly [string, ...string[]],
  { timeoutMs, env = {} }: { timeoutMs: number; env?: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  const options = {
    env: { PATH: searchPath().join(':'), HOME: '/nonexistent', LC_ALL: 'C.UTF-8', ...env },
    timeout: timeoutMs,
    maxBuffer: 16 * 1024 * 1024,
  }
  return await new Promise((resolve) => {
    // A usage is printed with an exit code of failure, mostly.
    execFile(program, parameters, options, (error, stdout, stderr) =>
      resolve(error?.killed === true ? undefined : stdout === '' ? stderr : stdout),
    )
  })
}
