/**
 * The engine `qemu`: how long until a lab is ready, from a boot and from the saved state in turns, what it takes of memory,
 * and what a command takes. After `npm run build` and `npx vethbook emulator`: `npm run bench -- qemu --rounds 9`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Node } from '../src/engine/contract.js'
import type { ImageFiles } from '../src/engine/qemu/image/folder.js'
import type { Machine, MachineOptions } from '../src/engine/qemu/machine.js'
import type { BenchmarkRun } from './harness.js'

export const needsHarness = false

/** Compiled, as a lab runs it. */
interface Engine {
  findImage(): ImageFiles | null
  startMachine(files: ImageFiles, options: MachineOptions): Machine
  booted(machine: Machine): Promise<void>
  tellPremise(machine: Machine, options: { name: string; directory: string }): Promise<void>
  createNode(name: string, machine: Machine): Promise<Node>
}

async function load(): Promise<Engine> {
  const files = ['qemu/image/folder', 'qemu/machine', 'qemu/wake', 'node']
  const modules = await Promise.all(
    files.map((file) => import(`../dist/engine/${file}.js`) as Promise<Partial<Engine>>),
  )
  return Object.assign({}, ...modules) as Engine
}

type Figures = Record<'booted' | 'restored' | 'rssMib' | 'spawnMs' | 'shellMs', number[]>

export async function run({ rounds, json }: BenchmarkRun): Promise<string> {
  const engine = await load()
  const files = engine.findImage()
  if (files === null) throw new Error('There is no image: npx vethbook emulator')
  const figures: Figures = { booted: [], restored: [], rssMib: [], spawnMs: [], shellMs: [] }
  for (let round = 0; round < rounds; round++)
    for (const way of ['booted', 'restored'] as const) {
      const begun = performance.now()
      const isRestored = way === 'restored'
      const machine = engine.startMachine(files, { title: 'vethbook bench', isRestored })
      if (!isRestored) await engine.booted(machine)
      await engine.tellPremise(machine, { name: 'lab', directory: tmpdir() })
      const node = await engine.createNode('lab', machine)
      figures[way].push(performance.now() - begun)
      if (isRestored) await commands(node, machine, figures)
      await node.dispose()
    }
  writeFileSync(json, JSON.stringify(figures))
  const row = (what: string, values: number[]): string =>
    `| ${what} | ${median(values).toFixed(0)} | ${Math.max(...values).toFixed(0)} |`
  return `| | median | most |
| --- | --- | --- |
${row('ready from a boot, ms', figures.booted)}
${row('ready from the saved state, ms', figures.restored)}
${row('memory after commands (RSS), MiB', figures.rssMib)}
${row('`ip -br link` spawned, ms', figures.spawnMs)}
${row('`ip -br link` in the shell, ms', figures.shellMs)}`
}

async function commands(node: Node, machine: Machine, figures: Figures): Promise<void> {
  const shell = await node.shell()
  const timed = async (values: number[], act: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now()
    await act()
    values.push(performance.now() - begun)
  }
  for (let turn = 0; turn < 5; turn++) {
    await timed(figures.spawnMs, () => node.spawn(['ip', '-br', 'link']))
    await timed(figures.shellMs, () => shell.run('ip -br link'))
  }
  const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${machine.process.pid}/status`, 'utf8')) ?? []
  figures.rssMib.push(Number(kib) / 1024)
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
