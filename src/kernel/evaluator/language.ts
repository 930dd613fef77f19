import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Converter } from 'tslab/dist/converter.js'
import type { Executor } from 'tslab/dist/executor.js'
import type TypeScript from 'typescript'
import type { Completeness, Failure } from './contract.js'
import { withoutUnset } from './declarations.js'
import { failureOf, failureOfProblems, Interrupted, scriptName, type PlaceOf, type TypeProblem } from './failure.js'
import { lendPackages } from './packages.js'
import { stepName, stepSource } from './steps.js'

/** A source's outcome: its last value (undefined where it has none), or what went wrong. */
export type Run = { ok: true; value: unknown } | { ok: false; failure: Failure }

/** TypeScript as a notebook speaks it: sources share their variables, the last expression is the value. */
export interface Language {
  /** Checks and runs a source. Starts synchronously. */
  run(source: string, executionCount: number): Promise<Run>
  /** Makes the running `run` settle as an error, if it is waiting for something, and throw where it goes on. */
  interrupt(): void
  isDeclared(name: string): boolean
  isComplete(source: string): Completeness
  complete(source: string, cursor: number): { start: number; end: number; candidates: string[] }
  /** Signature and documentation of what stands at `cursor`. */
  inspect(source: string, cursor: number): { signature: string; documentation: string } | undefined
}

/** Names that every notebook has beside Node's own: their values, and what TypeScript knows of them. */
export interface Prelude {
  values: Record<string, unknown>
  declarations: string
}

const require = createRequire(import.meta.url)

/**
 * Opens tslab's converter and executor for a notebook in `folder`, which is the current directory.
 *
 * @param compiling called with true before the compiler runs, with false after it: it must not be broken off
 */
export function openLanguage(folder: string, prelude: Prelude, compiling: (isSo: boolean) => void): Language {
  const tslabFolder = dirname(require.resolve('tslab/package.json'))
  const ts = createRequire(`${tslabFolder}/package.json`)('@tslab/typescript-for-tslab') as typeof TypeScript
  lendPackages(ts.sys, folder, tslabFolder)
  const { createConverter } = require('tslab/dist/converter.js') as typeof import('tslab/dist/converter.js')
  const { createExecutor } = require('tslab/dist/executor.js') as typeof import('tslab/dist/executor.js')

  const tslabConverter = createConverter()
  /** What former cells declared. The executor keeps it too, but forgets a cell that failed half-way. */
  let declarations = prelude.declarations
  let current = { run: 0, executionCount: 0 }
  let problems: TypeProblem[] = []
  let declared: string | undefined
  /** What the executor told its console: the last value, or what was thrown. */
  const reported: { value: unknown } = { value: undefined }
  const stoppedRuns = new Set<number>()

  const compile = <T>(work: () => T): T => {
    compiling(true)
    try {
      return work()
    } finally {
      compiling(false)
    }
  }
  const converter: Converter = {
    ...tslabConverter,
    convert(_, source) {
      const result = compile(() => tslabConverter.convert(declarations, source))
      problems = problemsOf(result.diagnostics)
      declared = result.declOutput
      if (result.output) {
        result.output = `${stepSource(ts, result.output, current.run)}\n//# sourceURL=${scriptName(current.executionCount)}`
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
  Object.assign(executor.locals, prelude.values)
  Object.defineProperty(globalThis, stepName, {
    value: (run: number, value: unknown) => {
      if (stoppedRuns.has(run)) throw new Interrupted()
      return value
    },
  })
  const placeOf: PlaceOf = () => undefined

  return {
    async run(source, executionCount) {
      const run = current.run + 1
      current = { run, executionCount }
      problems = []
      declared = undefined
      reported.value = undefined
      const ok = await executor.execute(source)
      if (problems.length > 0) return { ok: false, failure: failureOfProblems(problems, source, executionCount) }
      if (ok) {
        declarations = declared ?? declarations
        return { ok: true, value: reported.value }
      }
      if (declared !== undefined) declarations = withoutUnset(ts, declared, executor.locals)
      const thrown = reported.value
      return { ok: false, failure: failureOf(isInterruption(thrown) ? new Interrupted() : thrown, placeOf) }
    },
    interrupt() {
      stoppedRuns.add(current.run)
      executor.interrupt()
    },
    isDeclared: (name) => name in executor.locals,
    isComplete: (source) => completeness(ts, source),
    complete: (source, cursor) => compile(() => tslabConverter.complete(declarations, source, cursor)),
    inspect(source, cursor) {
      const info = compile(() => tslabConverter.inspect(declarations, source, cursor)) as
        TypeScript.QuickInfo | undefined
      const signature = (info?.displayParts ?? []).map(({ text }) => text).join('')
      const documentation = (info?.documentation ?? []).map(({ text }) => text).join('')
      // A name that is not known has no kind, only the type `any`.
      return signature === '' || signature === 'any' ? undefined : { signature, documentation }
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

/**
 * Whether Enter should run a console's text or open another line. TypeScript tells an unfinished text by an error at
 * its very end.
 */
function completeness(ts: typeof TypeScript, source: string): Completeness {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS)
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: TypeScript.Diagnostic[] }
  const first = parseDiagnostics[0]
  if (!first) return { status: 'complete' }
  const end = source.trimEnd().length
  const isOpen = parseDiagnostics.some(({ start = 0, code }) => start >= end || unterminated.has(code))
  if (!isOpen) return { status: 'invalid' }
  const line = /[^\n]*$/.exec(source.trimEnd())?.[0] ?? ''
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  return { status: 'incomplete', indent: /[{([]\s*$/.test(line) ? `${indent}  ` : indent }
}

/** A template (1160) or a comment (1010) that goes on. A string (1002) cannot go on in the next line. */
const unterminated = new Set([1160, 1010])
