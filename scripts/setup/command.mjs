import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync, openSync, closeSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupError } from './report.mjs'
import { cacheFolder, root } from './paths.mjs'

/** Where a command is; Debian keeps `ip` and others in sbin, which a plain user's PATH lacks. */
export function findCommand(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin', '/bin']
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run: either way it is no candidate
  }
}

/**
 * Runs a command with its output in a log file, which a failure quotes.
 * @param {string} log file name of the log, under .cache/log
 * @param {[string, ...string[]]} argv
 * @param {{ remedy: string, env?: NodeJS.ProcessEnv }} options `remedy` says what to do where it fails
 */
export async function run(log, [command, ...args], { remedy, env = {} }) {
  mkdirSync(join(cacheFolder, 'log'), { recursive: true })
  const path = join(cacheFolder, 'log', log)
  const file = openSync(path, 'w')
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', file, file],
    timeout: 15 * 60_000,
  })
  closeSync(file)
  const reason = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (status, signal) => resolve(signal ? `ended by ${signal}` : status && `exit code ${status}`))
  })
  if (!reason) return
  const tail = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-25).join('\n')
  throw new SetupError(`${[command, ...args].join(' ')}: ${reason}\n${tail}\n\nWhole output: ${path}\n${remedy}`)
}
