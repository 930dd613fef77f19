import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root } from '../setup/paths.mjs'

export const testFolder = join(cacheFolder, 'test')

/** Every process of this run carries this in its environment, so that what is left over can be told from others' processes. */
export const runMark = `${process.pid}-${Date.now()}`

const running = new Set()

/**
 * Runs a child in a process group of its own, under a time limit, its output in a file and its stdin empty.
 * @param {string} name of the log file
 * @param {[string, ...string[]]} argv
 * @param {{ minutes: number, env?: NodeJS.ProcessEnv, cwd?: string }} options
 */
export function runChild(name, [command, ...args], { minutes, env = {}, cwd = root }) {
  mkdirSync(testFolder, { recursive: true })
  const path = join(testFolder, `${name}.log`)
  const log = openSync(path, 'w')
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, CI: 'true', NO_COLOR: '1', FORCE_COLOR: undefined, VETHBOOK_TEST_RUN: runMark, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  running.add(child)
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    killGroup(child.pid)
  }, minutes * 60_000)

  return new Promise((resolve) => {
    const end = (code, reason) => {
      clearTimeout(timer)
      running.delete(child)
      const text = readFileSync(path, 'utf8')
      resolve({ code, reason: timedOut ? `no end after ${minutes} minutes` : reason, text, path })
    }
    child.once('error', (error) => end(null, error.message))
    child.once('exit', (code, signal) => end(code, signal ? `ended by ${signal}` : `exit code ${code}`))
  })
}

export function killChildren() {
  for (const child of running) killGroup(child.pid)
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // gone already
  }
}

/** The end of a long text, where the reason usually stands. */
export function tail(text, lines = 60) {
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
