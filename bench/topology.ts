/**
 * Our agent beside netlink in Go and C, in interleaved rounds: each run builds, reads and deletes hosts on one bridge. Then
 * labs as a notebook has them.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root, runProgram, type BenchmarkRun } from './harness.js'
import { tableOf, type Bound, type Row } from './table.js'

const peers = ['go-netlink', 'raw-c']
const sizes = [10, 100, 1000]
/** As the harness has it, a build runs for the first time in its process; a lab's agent has been at work before. */
const ours = { ours: '', used: ', in an agent at work' }

export async function run({ harness, rounds, json }: BenchmarkRun): Promise<string> {
  process.env['TOPOLOGY_BUILD'] ??= join(cacheFolder, 'topology')
  await runProgram('bash', [join(harness, 'build.sh')])
  rmSync(json, { force: true })
  await runProgram('python3', [
    ...['-B', join(harness, 'run.py'), json, '--sizes', sizes.join(','), '--rounds', String(rounds)],
    ...['--rounds-large', String(rounds), '--only', [...Object.keys(ours), ...peers].join(',')],
    `ours=node ${join(root, 'bench', 'topology', 'tool.mjs')} N`,
    `used=node ${join(root, 'bench', 'topology', 'tool.mjs')} N --used`,
  ])
  for (let round = 0; round < rounds; round++) {
    await runProgram('node', [join(root, 'bench', 'topology', 'lab.mjs'), json])
  }
  const lines = readFileSync(json, 'utf8').trim().split('\n')
  const all = lines.map((line) => JSON.parse(line) as Measured | MeasuredLab)
  return report(
    all.filter((line): line is Measured => line.tool !== 'lab'),
    all.filter((line): line is MeasuredLab => line.tool === 'lab'),
  )
}

/** What topology/lab.mjs measures, in milliseconds where nothing else is said. */
export interface MeasuredLab {
  tool: 'lab'
  stateMs: number
  nodeStartMs: number
  firstResetMs: number
  resetMs: number
  /** The agent's own process at 1000 hosts, at its most, in MiB. */
  agentMb: number
  largeResetMs: number
  emptyCellMs: number
  cellMs: number
}

/** Format: the harness' README, a line of run.py. */
export interface Measured {
  tool: string
  n: number
  buildMs?: number
  readMs?: number
  /** Ours only: a read at once after a build. */
  firstReadMs?: number
  deleteMs?: number
  pingOk?: boolean
  complete?: boolean | null
  error?: string
}

export function report(measured: readonly Measured[], labs: readonly MeasuredLab[] = []): string {
  const failed = measured.filter((line) => line.error !== undefined || line.pingOk !== true || line.complete === false)
  const good = measured.filter((line) => !failed.includes(line))
  const words = failed.map(({ tool, n, error }) => `${tool} at ${n}${error === undefined ? '' : `: ${error}`}`)
  const rows = [...Object.entries(ours).flatMap(([tool, where]) => hostRows(good, tool, where)), ...labRows(labs)]
  const failures = `Runs that failed: ${words.length === 0 ? 'none' : words.join('; ')}.`
  return [tableOf(rows), firstReads(good), failures].join('\n\n')
}

/** A read is measured as a next cell has it; the build's own cell reads, too, before there was a pause to practise in. */
function firstReads(good: readonly Measured[]): string {
  const told = Object.entries(ours).flatMap(([tool, where]) =>
    sizes.flatMap((n) => {
      const ms = median(
        good.filter((line) => line.tool === tool && line.n === n).flatMap((line) => line.firstReadMs ?? []),
      )
      return ms === undefined ? [] : [`${ms.toFixed(1)} ms at ${n} hosts${where}`]
    }),
  )
  return `Read at once after a build, before any pause: ${told.join('; ')}.`
}

function hostRows(good: readonly Measured[], tool: string, where: string): Row[] {
  const go = (times: number): Bound => ({ peer: 'go-netlink', times })
  const c = (times: number): Bound => ({ peer: 'raw-c', times })
  const of = (name: string, n: number, key: 'buildMs' | 'readMs' | 'deleteMs'): number | undefined =>
    median(good.filter((line) => line.tool === name && line.n === n).flatMap((line) => line[key] ?? []))
  return sizes.flatMap((n): Row[] => {
    const row = (what: string, key: 'buildMs' | 'readMs' | 'deleteMs', must: Bound, aim: Bound): Row => ({
      what: `${what}, ${n} hosts${where}`,
      unit: 'ms',
      must,
      aim,
      ours: of(tool, n, key),
      peers: Object.fromEntries(peers.map((peer) => [peer, of(peer, n, key)])),
    })
    return [
      row('build', 'buildMs', go(1.2), c(1.2)),
      row('read', 'readMs', go(1), c(1.2)),
      row('delete', 'deleteMs', go(1), { atMost: 50 }),
    ]
  })
}

function labRows(labs: readonly MeasuredLab[]): Row[] {
  const row = (what: string, key: Exclude<keyof MeasuredLab, 'tool'>, must: number, aim = must, unit = 'ms'): Row => ({
    what,
    unit,
    must: { atMost: must },
    aim: { atMost: aim },
    ours: median(labs.map((lab) => lab[key])),
    peers: {},
  })
  return [
    row('lab.state(), 10 hosts', 'stateMs', 5, 2),
    row('cell with lab.sh`true` beyond a trivial one, no host', 'emptyCellMs', 8, 5),
    row('cell with lab.sh`true` beyond a trivial one, 10 hosts', 'cellMs', 8, 5),
    row('lab.nodes(), one more', 'nodeStartMs', 20),
    row('first lab.reset(), 10 hosts', 'firstResetMs', 50),
    row('later lab.reset()', 'resetMs', 50),
    row('later lab.reset(), 1000 hosts', 'largeResetMs', 50),
    row('memory of the agent, 1000 hosts', 'agentMb', 100, 60, 'MB'),
  ]
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}
