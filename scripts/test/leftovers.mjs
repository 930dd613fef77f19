import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { runMark } from './child.mjs'

/** Processes of this run that still live, given a moment to end: in the environment of each stands the run's mark. */
export async function leftovers() {
  for (let attempt = 0; attempt < 20; attempt++) {
    if (marked().length === 0) return []
    await sleep(100)
  }
  return marked()
}

export function endLeftovers(processes) {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (error.code !== 'ESRCH') throw error // it ended after all
    }
  }
}

function marked() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'latin1').includes(`VETHBOOK_TEST_RUN=${runMark}`)) return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return command === '' ? [] : [{ pid: Number(name), command }] // no command line: it is dead and waits to be reaped
      } catch (error) {
        if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(error.code)) return [] // ended meanwhile, or another user's
        throw error
      }
    })
}
