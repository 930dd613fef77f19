/** Our kernel beside ipykernel, tslab and Deno's, over the wire, in interleaved rounds: about two minutes a round. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root, runProgram, type BenchmarkRun } from './harness.js'
import { tableOf, type Bound, type Row } from './table.js'

const peers = ['ipykernel', 'tslab', 'deno']

export async function run({ harness, rounds, json }: BenchmarkRun): Promise<string> {
  await runProgram('bash', [join(harness, 'peers.sh'), cacheFolder])
  const prefix = join(cacheFolder, 'ours')
  await runProgram(process.execPath, [join(root, 'dist', 'cli', 'main.js'), 'install', '--prefix', prefix])
  const ours = join(prefix, 'share', 'jupyter', 'kernels', 'vethbook')
  await runProgram(join(cacheFolder, 'venv', 'bin', 'python'), [
    ...['-B', join(harness, 'lat.py'), '--rounds', String(rounds), '--json', json, '--floor', cacheFolder],
    ...peers.map((name) => `${name}=${join(cacheFolder, 'kernels', name)}`),
    `ours=${ours}`,
  ])
  return report(JSON.parse(readFileSync(json, 'utf8')) as Measured)
}

/** Format: the harness' README, `lat.py --json`: the summary of a kernel has a median over the rounds for each figure. */
export interface Measured {
  floor: { median_ms: number } | null
  machine: { load_before_rounds: number[] }
  kernels: Record<string, { summary: Record<string, unknown> }>
}

export function report(measured: Measured): string {
  const { floor, machine } = measured
  const loads = machine.load_before_rounds.map((load) => load.toFixed(1)).join(', ')
  const bare = floor ? `Bare Node with zeromq: ${floor.median_ms.toFixed(0)} ms. ` : ''
  return `${bare}Load before the rounds: ${loads}.\n\n${tableOf(rowsOf(measured))}`
}

function rowsOf({ kernels }: Measured): Row[] {
  const row = (what: string, key: string, unit: string, must: Bound, aim: Bound): Row => {
    const of = (name: string): number | undefined => medianOf(kernels[name]?.summary[key])
    return { what, unit, must, aim, ours: of('ours'), peers: Object.fromEntries(peers.map((name) => [name, of(name)])) }
  }
  const [ipykernel, deno] = ['ipykernel', 'deno'].map((peer) => ({ peer, times: 1 })) as [Bound, Bound]
  const lines = medianOf(kernels['ours']?.summary['print_lines'])
  const printed = row('100,000 lines', 'print_s', 's', { peer: 'ipykernel', times: 1.5 }, ipykernel)
  return [
    row('start to first cell idle', 'start_s', 's', ipykernel, deno),
    row('trivial cell, warm', 'trivial_ms', 'ms', ipykernel, deno),
    row('function and interface', 'define_ms', 'ms', { atMost: 10 }, { atMost: 5 }),
    row("a string's members, warm", 'complete_ms', 'ms', ipykernel, { atMost: 10 }),
    row("an object's members, warm", 'complete_thing_ms', 'ms', ipykernel, { atMost: 10 }),
    { ...printed, ...(lines !== undefined && { remark: `${lines} received` }) },
    row('memory after cells and completions', 'rss_mb', 'MB', deno, { atMost: 200 }),
    row('memory after 300 cells', 'rss_after_300_mb', 'MB', deno, { atMost: 200 }),
    row('300th small cell : 10th', 'ratio_300', '×', { atMost: 1.5 }, { atMost: 1.2 }),
  ]
}

function medianOf(summary: unknown): number | undefined {
  return (summary as { median: number } | null | undefined)?.median
}
