import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Converter } from 'tslab/dist/converter.js'
import type { Executor } from 'tslab/dist/executor.js'
import type { Completeness, Failure } from './contract.js'
import { failureOf, failureOfProblems, Interrupted, scriptName, type PlaceOf, type TypeProblem } from './failure.js'
import { lendPackages } from './packages.js'
import { stepSource } from './steps.js'

/** A source's outcome: its last value (undefined where it has none), or what went wrong. */
export type Run = { ok: true; value: unknown } | { ok: false; failure: Failure }

/** TypeScript as a notebook speaks it: sources share their variables, the last expression is the value. */
export interface Language {
  /** Checks and runs a source. Starts synchronously. */
  run(source: string, executionCount: number): Promise<Run>
  /** Makes the running `run` settle as an error, if it is waiting for something. */
  interrupt(): void
  isDeclared(name: string): boolean
  isComplete(source: string): Completeness
  complete(source: string, cursor: number): { start: number; end: number; candidates: string[] }
  /** Signature and documentation of what stands at `cursor`. */
  inspect(source: string, cursor: number): { signature: string; documentation: string } | undefined
  readonly version: string
}

const require = createRequire(import.meta.url)

/** Opens tslab's converter and executor for a notebook in `folder`, which is the current directory. */
export function openLanguage(folder: string): Language {
  const tslabFolder = dirname(require.resolve('tslab/package.json'))
  const ts = createRequire(`${tslabFolder}/package.json`)('@tslab/typescript-for-tslab') as {
    sys: Parameters<typeof lendPackages>[0]
    version: string
  }
  lendPackages(ts.sys, folder, tslabFolder)
  const { createConverter, isCompleteCode } =
    require('tslab/dist/converter.js') as typeof import('tslab/dist/converter.js')
  const { createExecutor } = require('tslab/dist/executor.js') as typeof import('tslab/dist/executor.js')

  const tslabConverter = createConverter()
  let running = { source: '', executionCount: 0 }
  let problems: TypeProblem[] = []
  /** What the executor told its console: the last value or what was thrown. */
  const reported: { value: unknown } = { value: undefined }

  const converter: Converter = {
    ...tslabConverter,
    convert(declarations, source) {
      const result = tslabConverter.convert(declarations, source)
      problems = problemsOf(result.diagnostics)
      if (result.output) {
        result.output = `${stepSource(result.output)}\n//# sourceURL=${scriptName(running.executionCount)}`
      }
      return result
    },
  }
  const report = (value: unknown): void => void (reported.value = value)
  const executor: Executor = createExecutor(
    folder,
    { node: converter, browser: converter, close: () => converter.close() },
    { log: report, error: report },
  )
  const placeOf: PlaceOf = () => undefined

  return {
    version: ts.version,
    async run(source, executionCount) {
      running = { source, executionCount }
      problems = []
      reported.value = undefined
      const ok = await executor.execute(source)
      if (problems.length > 0) return { ok: false, failure: failureOfProblems(problems, source, executionCount) }
      if (ok) return { ok: true, value: reported.value }
      const thrown = reported.value
      return { ok: false, failure: failureOf(isInterruption(thrown) ? new Interrupted() : thrown, placeOf) }
    },
    interrupt: () => executor.interrupt(),
    isDeclared: (name) => name in executor.locals,
    isComplete(source) {
      const { completed, indent } = isCompleteCode(source)
      return completed ? { status: 'complete' } : { status: 'incomplete', indent: indent ?? '' }
    },
    complete: (source, cursor) => executor.complete(source, cursor),
    inspect(source, cursor) {
      const info = executor.inspect(source, cursor)
      if (!info?.displayParts) return undefined
      return {
        signature: info.displayParts.map(({ text }) => text).join(''),
        documentation: (info.documentation ?? []).map(({ text }) => text).join(''),
      }
    },
  }
}

/** How tslab's executor and Node's `vm` say that a run was broken off. */
function isInterruption(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const { code } = thrown as NodeJS.ErrnoException
  return code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' || thrown.message === 'Interrupted asynchronously'
}

type Diagnostic = ReturnType<Converter['convert']>['diagnostics'][number]

/** TypeScript explains a problem in a chain of messages at one place: one problem, its reasons indented below it. */
function problemsOf(diagnostics: readonly Diagnostic[]): TypeProblem[] {
  const problems: TypeProblem[] = []
  let former: Diagnostic | undefined
  let depth = 0
  for (const diagnostic of diagnostics) {
    const last = problems.at(-1)
    const { start, end } = diagnostic
    if (last && former && former.start.offset === start.offset && former.end.offset === end.offset) {
      depth++
      last.message += `\n${'  '.repeat(depth)}${diagnostic.messageText}`
    } else {
      depth = 0
      problems.push({
        code: diagnostic.code,
        message: diagnostic.messageText,
        line: start.line + 1,
        column: start.character + 1,
        length: end.offset - start.offset,
        file: diagnostic.fileName,
      })
    }
    former = diagnostic
  }
  return problems
}
