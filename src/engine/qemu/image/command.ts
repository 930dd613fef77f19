/** Runs a program that the making of an image needs. */
import { execFile } from 'node:child_process'
import { EngineError } from '../../contract.js'

export interface CommandOptions {
  cwd?: string
  /** Of Debian or of our own making: what to do where it fails. */
  remedies?: readonly string[]
}

/** Its stdout. @throws EngineError with the last lines of its stderr where it fails */
export async function command(
  program: string,
  words: readonly string[],
  { cwd, remedies = [] }: CommandOptions = {},
): Promise<string> {
  return await new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }
    execFile(program, words, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const reason = isMissing ? 'there is no such program here' : stderr.trim().split('\n').slice(-4).join('\n')
      reject(new EngineError(`The emulator's image was not made: ${program}: ${reason}`, remedies, { cause: error }))
    })
  })
}
