/** What all benchmarks share: the harness is not part of this repository, and what it needs is kept in `.cache`. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Where peers are installed. */
export const cacheFolder = join(root, '.cache', 'bench')

/** The folder that holds one folder for each benchmark: `kernel`, `topology`, `export`. */
export const harnessVariable = 'VETHBOOK_HARNESS'

export interface BenchmarkRun {
  /** The benchmark's own folder of the harness; `''` where it needs none. */
  harness: string
  rounds: number
  /** The file that every figure goes to. */
  json: string
  /** Sizes of a class, for `class`. */
  users?: number[]
}

/** What the module of a benchmark exports. */
export interface Benchmark {
  /** @returns a Markdown table */
  run(run: BenchmarkRun): Promise<string>
  /** False: it measures with this repository alone. */
  needsHarness?: boolean
}

/** A benchmark is a file here that is named as its folder of the harness. */
export function benchmarkNames(): string[] {
  const shared = ['main.ts', 'harness.ts', 'table.ts']
  return readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.ts') && !shared.includes(file))
    .map((file) => file.replace(/\.ts$/, ''))
}

/** @throws Error that names where it was looked for */
export function findHarness(name: string, environment: NodeJS.ProcessEnv, exists: (path: string) => boolean): string {
  const set = environment[harnessVariable]
  const folder = join(set ? resolve(set) : resolve(root, '..', 'shared', 'harness'), name)
  if (exists(folder)) return folder
  throw new Error(`There is no harness at ${folder}: set ${harnessVariable} to a folder that holds ${name}/.`)
}

/**
 * Runs a program to its end, its output on stderr: stdout is for the table.
 *
 * @throws Error if it does not end well
 */
export function runProgram(file: string, parameters: readonly string[]): Promise<void> {
  const child = spawn(file, parameters, { cwd: root, stdio: ['ignore', 2, 2] })
  // Ctrl-C reaches the child by itself; whoever ends only this process means the child, too.
  const pass = (): void => void child.kill('SIGTERM')
  process.once('SIGTERM', pass)
  return new Promise<void>((settle, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (code === 0) settle()
      else reject(new Error(`${[file, ...parameters].join(' ')}: ${signal ?? `exit code ${code}`}`))
    })
  }).finally(() => process.off('SIGTERM', pass))
}
