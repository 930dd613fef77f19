/**
 * A class on one machine: so many learners go through lesson 01 at a time, each in a server of their own of a real
 * JupyterHub. As root: `npm run bench -- class [--users 1,5,20,40]`. It stops at the first size that the machine cannot
 * hold, and ends what it started.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { ClassServer } from '../test/hosting/support/class-server.js'
import type { Learner } from '../test/hosting/support/learner.js'
import { processesOf } from '../test/hosting/support/left.js'
import { codeCells } from '../test/hosting/support/lesson.js'
import { interference } from './class/interference.js'
import { cpuSecondsOf, USED_UP, watchMachine, type MachineUse } from './class/machine.js'
import { sizing, type Needs } from './class/sizing.js'
import type { BenchmarkRun } from './harness.js'

export const needsHarness = false

interface Size {
  users: number
  /** Why it was given up; null: all went through. */
  gaveUp: string | null
  /** Of the login, until the kernel is there; ms, one a learner. */
  startMs: number[]
  /** Each cell of each learner, ms. */
  cellMs: number[]
  /** The whole lesson, ms, one a learner. */
  lessonMs: number[]
  /** Cells that failed, with what they said. */
  failures: string[]
  /** What a learner's processes and home hold at the end of the lesson, bytes, one a learner. */
  memoryBytes: number[]
  /** Of all learners' processes, from their start to the end of the last lesson, s. */
  cpuSeconds: number
  machine: MachineUse
}

export async function run({ json, users = [1, 5, 20, 40] }: BenchmarkRun): Promise<string> {
  if (process.getuid?.() !== 0) throw new Error('A class server is for root: start the benchmark as root.')
  const load = loadavg()[0] ?? 0
  const sizes: Size[] = []
  let stopped = ''
  for (const count of users) {
    const size = await measure(count)
    sizes.push(size)
    process.stderr.write(`${rowOf(size)}\n`)
    if (size.gaveUp === null) continue
    stopped = `\nStopped at ${count}: ${size.gaveUp}.\n`
    break
  }
  const besides = await interference()
  const machine = { cores: cpus().length, memoryBytes: totalmem(), loadBefore: load }
  writeFileSync(json, JSON.stringify({ machine, sizes, interference: besides }, null, 2))
  return `${cpus().length} cores, ${gigabytes(totalmem())} GB, load before it: ${load.toFixed(1)}.

| learners | start, s | cell, ms (95 of 100) | lesson, s | memory of one, MB | CPU of one, s | CPU | memory | ids of processes | first to run out | failed cells |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${sizes.map(rowOf).join('\n')}
${stopped}
RTT of one learner while another floods, forks and fills: ${besides.besideMs.toFixed(3)} ms, before: ${besides.beforeMs.toFixed(3)} ms (× ${(besides.besideMs / besides.beforeMs).toFixed(2)}).

${sizing(needsOf(sizes))}`
}

/** By the largest class that went through; of memory by what the machine had less than with the smallest, where that is more. */
function needsOf(sizes: readonly Size[]): Needs {
  const through = sizes.filter(({ gaveUp }) => gaveUp === null)
  const [smallest, largest] = [through[0], through.at(-1)]
  if (smallest === undefined || largest === undefined) return { memoryBytes: NaN, cpuSeconds: NaN }
  const { users, cpuSeconds, memoryBytes, machine } = largest
  const own = quantile(memoryBytes, 0.95)
  const more = ((machine.memory - smallest.machine.memory) * totalmem()) / Math.max(1, users - smallest.users)
  return { memoryBytes: Math.max(own, more), cpuSeconds: cpuSeconds / users }
}

async function measure(users: number): Promise<Size> {
  const server = await ClassServer.start()
  const machine = watchMachine()
  const learners: Learner[] = []
  const size: Omit<Size, 'machine'> = {
    ...{ users, gaveUp: null, startMs: [], cellMs: [], lessonMs: [], failures: [], memoryBytes: [], cpuSeconds: NaN },
  }
  try {
    await Promise.race([classOf(server, learners, size), machine.exhausted])
  } catch (error) {
    size.gaveUp = error instanceof Error ? error.message : String(error)
  } finally {
    for (const learner of learners) learner.leave()
    await server.stop()
  }
  return { ...size, machine: machine.stop() }
}

/** Fills in what it measures as it goes. @throws Error if a server does not start, or a cell fails */
async function classOf(server: ClassServer, learners: Learner[], size: Omit<Size, 'machine'>): Promise<void> {
  const names = Array.from({ length: size.users }, (_, index) => `learner${index + 1}`)
  const logIn = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const began = performance.now()
      const learner = await server.login(name)
      size.startMs.push(performance.now() - began)
      learners.push(learner)
    }
  }
  // People come one after another: two at a time for each core.
  await Promise.all(Array.from({ length: 2 * cpus().length }, logIn))
  const lessons = await Promise.all(learners.map((learner) => goThrough(learner)))
  size.cpuSeconds = cpuSecondsOf(processesOf(server))
  size.cellMs = lessons.flatMap(({ cellMs }) => cellMs)
  size.lessonMs = lessons.map(({ cellMs }) => cellMs.reduce((sum, ms) => sum + ms, 0))
  size.failures = lessons.flatMap(({ failures }) => failures)
  const groups = server.groups()
  size.memoryBytes = learners.map((_, index) => memoryOf(groups, index + 1))
  if (size.failures.length > 0) throw new Error(`${size.failures.length} cells failed, the first: ${size.failures[0]}`)
  await Promise.all(learners.map((learner) => learner.logout()))
}

async function goThrough(learner: Learner): Promise<{ cellMs: number[]; failures: string[] }> {
  const cellMs: number[] = []
  const failures: string[] = []
  for (const cell of codeCells('01-veth-pair')) {
    const began = performance.now()
    const { error } = await learner.run(cell)
    cellMs.push(performance.now() - began)
    if (error !== null) failures.push(`${cell}\n${error}`)
  }
  return { cellMs, failures }
}

/**
 * What the kernel would have to write to disk to take it away, and cannot: anonymous pages and those of the home's tmpfs.
 * Formats: cgroup-v1/memory.rst, cgroup-v2.rst, "memory.stat".
 */
function memoryOf(groups: Record<string, [string, number]>, learner: number): number {
  const [folder, version] = groups['memory'] ?? []
  if (folder === undefined) return NaN
  const stat = readFileSync(`${folder}/vethbook-${learner}/memory.stat`, 'utf8')
  const names = version === 1 ? ['total_rss', 'total_shmem'] : ['anon', 'shmem']
  return names.reduce((sum, name) => sum + Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0), 0)
}

function rowOf(size: Size): string {
  const { users, startMs, cellMs, lessonMs, memoryBytes, machine, failures } = size
  const [first = ['', 0]] = Object.entries(machine).sort(([, a], [, b]) => b - a)
  const cells = [
    users,
    seconds(quantile(startMs, 0.5)),
    `${quantile(cellMs, 0.5).toFixed(0)} (${quantile(cellMs, 0.95).toFixed(0)})`,
    seconds(quantile(lessonMs, 0.5)),
    (quantile(memoryBytes, 0.5) / 1e6).toFixed(0),
    (size.cpuSeconds / users).toFixed(1),
    ...[machine.cpu, machine.memory, machine.pids].map(percent),
    first[1] > USED_UP ? first[0] : `none; ${first[0]} is next`,
    failures.length,
  ]
  return `| ${cells.join(' | ')} |`
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}

const percent = (part: number): string => `${(part * 100).toFixed(0)} %`
const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const gigabytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(0)
