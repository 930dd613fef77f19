/** Our agent beside netlink in Go, C and Python, in interleaved rounds: each run builds, reads and deletes hosts on one bridge. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root, runProgram, type BenchmarkRun } from './harness.js'
import { tableOf, type Bound, type Row } from './table.js'

const peers = ['go-netlink', 'raw-c']
const sizes = [10, 100, 1000]

export async function run({ harness, rounds, json }: BenchmarkRun): Promise<string> {
  process.env['TOPOLOGY_BUILD'] ??= join(cacheFolder, 'topology')
  await runProgram('bash', [join(harness, 'build.sh')])
  rmSync(json, { force: true })
  await runProgram('python3', [
    ...['-B', join(harness, 'run.py'), json, '--sizes', sizes.join(','), '--rounds', String(rounds)],
    ...['--rounds-large', String(rounds), '--only', ['ours', ...peers].join(',')],
    `ours=node ${join(root, 'bench', 'topology', 'tool.mjs')} N`,
  ])
  const lines = readFileSync(json, 'utf8').trim().split('\n')
  return report(lines.map((line) => JSON.parse(line) as Measured))
}

/** Format: the harness' README, a line of run.py. */
export interface Measured {
  tool: string
  n: number
  buildMs?: number
  readMs?: number
  deleteMs?: number
  pingOk?: boolean
  complete?: boolean | null
  maxRssMb?: number
  error?: string
}

export function report(measured: readonly Measured[]): string {
  const failed = measured.filter((line) => line.error !== undefined || line.pingOk !== true || line.complete === false)
  const good = measured.filter((line) => !failed.includes(line))
  const go = (times: number): Bound => ({ peer: 'go-netlink', times })
  const c = (times: number): Bound => ({ peer: 'raw-c', times })
  const rows = sizes.flatMap((n): Row[] => {
    const row = (what: string, key: 'buildMs' | 'readMs' | 'deleteMs', must: Bound, aim: Bound): Row => {
      const of = (tool: string): number | undefined =>
        median(good.filter((line) => line.tool === tool && line.n === n).flatMap((line) => line[key] ?? []))
      return {
        what: `${what}, ${n} hosts`,
        unit: 'ms',
        must,
        aim,
        ours: of('ours'),
        peers: Object.fromEntries(peers.map((peer) => [peer, of(peer)])),
      }
    }
    return [
      row('build', 'buildMs', go(1.2), c(1.2)),
      row('read', 'readMs', go(1), c(1.2)),
      row('delete', 'deleteMs', go(1), { atMost: 50 }),
    ]
  })
  const memory = median(
    good.filter(({ tool, n }) => tool === 'ours' && n === 1000).flatMap(({ maxRssMb }) => maxRssMb ?? []),
  )
  rows.push({
    what: 'memory, 1000 hosts',
    unit: 'MB',
    must: { atMost: 100 },
    aim: { atMost: 60 },
    ours: memory,
    peers: {},
  })
  const words = failed.map(({ tool, n, error }) => `${tool} at ${n}${error === undefined ? '' : `: ${error}`}`)
  return `${tableOf(rows)}\n\nRuns that failed: ${words.length === 0 ? 'none' : words.join('; ')}.`
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}
