import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runJailed } from '../../../src/lesson/authoring/grade/jail.js'
import { usualLimits } from '../../../src/lesson/authoring/grade/limits.js'

const hidden = { folder: '/nonexistent', file: '/nonexistent' }

it('a mount that its user cannot reach, as Podman has one, does not keep a jail from starting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-jail-'))
  const inner = join(folder, 'inner')
  mkdirSync(inner)
  // Who may not mount gets no such folder from others' mounts, either.
  const isRoot = process.getuid?.() === 0
  if (isRoot) execFileSync('mount', ['--bind', inner, inner])
  chmodSync(folder, 0o700)
  const run = await runJailed(['echo', 'in'], '', hidden, usualLimits, new AbortController().signal)
  if (isRoot) execFileSync('umount', [inner])
  rmSync(folder, { recursive: true })
  expect(run).toEqual({ output: 'in\n', ended: undefined, mayBeOthers: false })
})

it('nothing of a jail outlives who made it, killed or stopped', async () => {
  const ours = (name: string) => new URL(`../../../dist/lesson/authoring/grade/${name}.js`, import.meta.url).href
  const code = `const { runJailed } = await import('${ours('jail')}')
const { usualLimits } = await import('${ours('limits')}')
await runJailed(${JSON.stringify(sleeper('9001'))}, '', ${JSON.stringify(hidden)}, usualLimits, new AbortController().signal)`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' })
  await expect.poll(() => isAsleep('9001'), { timeout: 50_000 }).toBe(true)
  owner.kill('SIGKILL')
  await expect.poll(() => isAsleep('9001'), { timeout: 50_000 }).toBe(false)

  const stop = new AbortController()
  const run = runJailed(sleeper('9002'), '', hidden, usualLimits, stop.signal)
  const stopped = expect(run).rejects.toThrow('aborted')
  await expect.poll(() => isAsleep('9002'), { timeout: 50_000 }).toBe(true)
  stop.abort()
  await stopped
  await expect.poll(() => isAsleep('9002'), { timeout: 50_000 }).toBe(false)
  // What the killed one left goes with a next run, once the kernel has seen its processes out.
  const next = async () => {
    await runJailed(['true'], '', hidden, usualLimits, new AbortController().signal)
    return foldersOf([owner.pid, process.pid])
  }
  await expect.poll(next, { timeout: 50_000 }).toEqual([])
})

/** A number that tells this run's processes from others'. */
const sleeper = (number: string): string[] => ['sleep', `${number}${process.pid}`]

function isAsleep(number: string): boolean {
  const wanted = `${sleeper(number).join('\0')}\0`
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8') === wanted
    } catch {
      return false // it ended while we looked
    }
  })
}

/** For scratch, and control groups. */
function foldersOf(owners: readonly (number | undefined)[]): string[] {
  const groups = ['', 'memory', 'pids'].map((name) => join('/sys/fs/cgroup', name)).filter((path) => existsSync(path))
  const names = [tmpdir(), ...groups].flatMap((folder) => readdirSync(folder))
  return names.filter((name) => owners.some((owner) => name.startsWith(`vethbook-grade-${owner}-`)))
}
