import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll } from 'vitest'
import { startKernel, type Execution, type ExecuteOptions, type KernelClient } from '../../../src/kernel/index.js'

export interface Notebook {
  readonly client: KernelClient
  readonly folder: string
  /** What a cell shows, one line an output, as a person would read it. */
  run(code: string, options?: ExecuteOptions): Promise<string>
}

/** A real kernel for the tests of a file, in an empty folder or in the one given. */
export function useKernel(folder?: string): Notebook {
  let client: KernelClient | undefined
  const own = folder === undefined ? mkdtempSync(join(tmpdir(), 'vethbook-test-')) : undefined
  const cwd = folder ?? own ?? ''
  const running = (): KernelClient => {
    if (!client) throw new Error('the kernel has not been started')
    return client
  }
  beforeAll(async () => void (client = await startKernel({ cwd })))
  afterAll(async () => {
    await client?.shutdown()
    if (own !== undefined) rmSync(own, { recursive: true })
  })
  return {
    get client() {
      return running()
    },
    folder: cwd,
    run: async (code, options) => textOf(await running().execute(code, options)),
  }
}

export function textOf({ outputs }: Pick<Execution, 'outputs'>): string {
  const lines = outputs.map((output) => {
    switch (output.output_type) {
      case 'stream':
        return `${output.name}: ${stripVTControlCharacters(output.text).trimEnd()}`
      case 'error':
        return `error: ${output.ename}: ${output.evalue}`
      case 'execute_result':
        return `result: ${String(output.data['text/plain'])}`
      case 'display_data':
        return `display: ${String(output.data['text/plain'])}`
    }
  })
  return lines.join('\n')
}

/** Waits until something holds; the test's own limit ends it otherwise. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Whether a process of this id is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    // ESRCH, the only error that a signal 0 to a process of our own gives: it is gone.
    return false
  }
  return true
}
