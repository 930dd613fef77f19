/** `npm run bench -- NAME [--rounds N] [--users N,N] [--json FILE]`: one benchmark, a file of that name beside this one. */
import { parseArgs } from 'node:util'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { benchmarkNames, findHarness, root, type Benchmark } from './harness.js'

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string' }, json: { type: 'string' }, users: { type: 'string' } },
  })
  const [name = ''] = positionals
  const users = values.users?.split(',').map(Number)
  const rounds = Number(values.rounds ?? 3)
  const names = benchmarkNames()
  if (
    !names.includes(name) ||
    positionals.length > 1 ||
    !Number.isInteger(rounds) ||
    rounds < 1 ||
    users?.some((count) => !(count > 0))
  ) {
    throw new Error(`usage: npm run bench -- ${names.join('|')} [--rounds N] [--users N,N] [--json FILE]`)
  }
  const json = resolve(values.json ?? join(root, 'bench', 'results', `${name}.json`))
  mkdirSync(dirname(json), { recursive: true })
  const benchmark = (await import(`./${name}.ts`)) as Benchmark
  const harness = benchmark.needsHarness === false ? '' : findHarness(name, process.env, existsSync)
  console.log(await benchmark.run({ harness, rounds, json, ...(users && { users }) }))
  console.log(`\nEvery figure: ${json}`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
