import Module, { createRequire } from 'node:module'
import type { ConsoleInterface, Executor } from 'tslab/dist/executor.js'
import type { Converter, Diagnostic } from 'tslab/dist/converter.js'
import ts from 'typescript'

/** What the executor needs of a compiled source. */
export interface Executable {
  code: string
  waits: boolean
  lastValueName: string | undefined
}

const require = createRequire(import.meta.url)

type ExecutorModule = typeof import('tslab/dist/executor.js')

/** Where this is part of a start-up snapshot, so is tslab's executor; what it is made from was found then. */
const bundled = (import.meta as { tslab?: { fork: string; load: () => ExecutorModule } }).tslab

/** tslab's fork of TypeScript: it is loaded only to read comments, and would double start time and memory. */
const fork =
  bundled?.fork ?? createRequire(require.resolve('tslab/package.json')).resolve('@tslab/typescript-for-tslab')
const stand = new Module(fork)
// As a module of ES: one of CommonJS would be copied name by name, and TypeScript has thousands.
stand.exports = Object.create(ts, { __esModule: { value: true } }) as unknown
stand.loaded = true
require.cache[fork] ??= stand
const { createExecutor } = bundled?.load() ?? (require('tslab/dist/executor.js') as ExecutorModule)

/**
 * tslab's executor with a compiler of our own, and TypeScript as we have loaded it anyway.
 *
 * @param compile undefined: the source is not to be run
 * @param requireFor makes the `require` of cells, from the one that the executor would give them
 */
export function loadExecutor(
  folder: string,
  console: ConsoleInterface,
  compile: (source: string) => Executable | undefined,
  requireFor: (plain: NodeJS.Require) => NodeJS.Require,
): Executor {
  const unused = (): never => {
    throw new Error('the executor asks for running only')
  }
  const converter: Converter = {
    convert(_, source) {
      const executable = compile(source)
      if (!executable) return { diagnostics: [refused] }
      const { code, waits, lastValueName } = executable
      return {
        output: code,
        diagnostics: [],
        hasToplevelAwait: waits,
        ...(lastValueName !== undefined && { lastExpressionVar: lastValueName }),
      }
    },
    inspect: unused,
    complete: unused,
    addModule: unused,
    close: () => undefined,
  }
  const executor = createExecutor(folder, { node: converter, browser: converter, close: () => undefined }, console)
  // Where the executor leaves for cells what they are called with.
  const { __tslab__: given } = globalThis as unknown as { __tslab__: { require: NodeJS.Require } }
  given.require = requireFor(given.require)
  return executor
}

/** Any diagnostic makes the executor stop; the real ones take our own road. */
const nowhere = { offset: 0, line: 0, character: 0 }
const refused: Diagnostic = { start: nowhere, end: nowhere, messageText: '', category: 1, code: 0 }
