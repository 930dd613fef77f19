import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { types } from 'node:util'
import type { Executor } from 'tslab/dist/executor.js'
import { readConfig } from './compiler/config.js'
import { importName } from './compiler/dynamic.js'
import { isCompleteSource } from './compiler/complete.js'
import { openCompiler, type Declaration } from './compiler/compiler.js'
import type { Origin } from './compiler/source-map.js'
import { metaName } from './compiler/meta.js'
import { placeName } from './compiler/place-name.js'
import { stepName } from './compiler/transform.js'
import type { Completeness, Failure } from './contract.js'
import { failureOfProblems, Interrupted, type TypeProblem } from './failure.js'
import { OwnModules, readyName } from './modules.js'
import { read } from './reading.js'
import { mapStacks, scriptName, unnamed, type PlaceOf } from './stack.js'
import { failureOf } from './thrown.js'
import { loadExecutor } from './tslab.js'

/** A source's outcome: its last value (undefined where it has none), or what went wrong. */
export type Run = { ok: true; value: unknown } | { ok: false; failure: Failure }

/** TypeScript as a notebook speaks it: sources share their variables, the last expression is the value. */
export interface Language {
  /** Checks and runs a source. Starts synchronously. */
  run(source: string, executionCount: number): Promise<Run>
  /** Makes the running `run` settle as an error, if it is waiting for something, and throw where it goes on. */
  interrupt(): void
  /** What was thrown, with the places in cells where that came from. */
  failureOf(thrown: unknown): Failure
  isDeclared(name: string): boolean
  /** `['lab', 'sh']` → the value of `lab.sh`, if that is there and takes no getter to be read. */
  valueOf(path: readonly string[]): unknown
  isComplete(source: string): Completeness
  complete(source: string, cursor: number): { start: number; end: number; matches: { text: string; type: string }[] }
  /** Signature and documentation of what stands at `cursor`. */
  inspect(source: string, cursor: number): { signature: string; documentation: string } | undefined
}

/** Names that every notebook has beside Node's own: their values, and what TypeScript knows of them. */
export interface Prelude {
  values: Record<string, unknown>
  declarations: readonly Declaration[]
}

/** How many runs back a stack still finds its lines. */
const rememberedRuns = 1_000

/**
 * Opens TypeScript for a notebook in `folder`, which is the current directory: our compiler, tslab's executor.
 *
 * @param compiling called with true before the compiler runs, with false after it: it must not be broken off
 */
export function openLanguage(folder: string, prelude: Prelude, compiling: (isSo: boolean) => void): Language {
  const config = readConfig(folder)
  const compiler = openCompiler(folder, config)
  const modules = new OwnModules(join(folder, '__cell__.ts'), compiler.modules)
  let notices = config.complaints
  compiler.declare(prelude.declarations, 0)
  // TypeScript reads its libraries at the first cell: better now, while nobody waits.
  if (!compiler.isWarm) compiler.compile('undefined', 0)

  let run = 0
  let problems: TypeProblem[] = []
  let declared: readonly Declaration[] = []
  /** What the declared variables were before the run. */
  let before = new Map<string, unknown>()
  /** What the executor told its console: the last value, or what was thrown. */
  const reported: { value: unknown } = { value: undefined }
  const origins = new Map<number, { executionCount: number; originOf: Origin }>()
  const stoppedRuns = new Set<number>()
  /** Waits for what the cell that is about to start imports. */
  let ready = (): Promise<void> => Promise.resolve()

  const uninterrupted = <T>(work: () => T): T => {
    compiling(true)
    try {
      return work()
    } finally {
      compiling(false)
    }
  }
  const report = (value: unknown): void => void (reported.value = value)
  const executor: Executor = loadExecutor(
    folder,
    { log: report, error: report },
    (source) => {
      const compiled = uninterrupted(() => compiler.compile(source, run))
      if (!compiled.ok) {
        problems = compiled.problems
        return undefined
      }
      declared = compiled.declarations
      const former = declared.filter(({ name, isVariable }) => isVariable && name in executor.locals)
      before = new Map(former.map(({ name }) => [name, executor.locals[name]]))
      const { executionCount = 0 } = origins.get(run) ?? {}
      origins.set(run, { executionCount, originOf: compiled.originOf })
      modules.update(compiled.modules, compiled.imports)
      const packages = modules.waitedFor(compiled.code, compiled.packages)
      const mustWait = packages.length > 0 || modules.mustWait(compiled.code, compiled.imports)
      ready = async () => {
        await modules.prepare(packages)
        await modules.ready(compiled.code, compiled.imports)
      }
      const whole = mustWait ? waitingFirst(compiled.code, run) : compiled.code
      const code = `${whole}\n//# sourceURL=${scriptName(run)}`
      return { ...compiled, waits: compiled.waits || mustWait, code }
    },
    (plain) => modules.requireFor(plain),
  )
  // Names such as `toString` and `__proto__` are the notebook's own, or nobody's.
  Object.setPrototypeOf(executor.locals, null)
  Object.assign(executor.locals, prelude.values)
  Object.defineProperty(globalThis, stepName, {
    value: (ofRun: number, value: unknown) => {
      if (stoppedRuns.has(ofRun)) throw new Interrupted()
      return value
    },
  })

  Object.defineProperty(globalThis, metaName, { value: metaOf })
  Object.defineProperty(globalThis, readyName, { value: () => ready() })
  Object.defineProperty(globalThis, importName, {
    value: (from: string, specifier: unknown) => modules.import(from, String(specifier)),
  })

  const placeOf: PlaceOf = (code, line, column) => {
    if (typeof code === 'string' && code !== unnamed) {
      const place = modules.originOf(code)?.(line, column)
      return place && { in: placeName(code, folder), ...place }
    }
    const known = origins.get(code === unnamed ? run : code)
    const place = known?.originOf(line, column)
    return known && place && { in: `Cell [${known.executionCount}]`, ...place }
  }
  mapStacks(placeOf)
  const explain = (thrown: unknown): Failure => failureOf(isInterruption(thrown) ? new Interrupted() : thrown, placeOf)

  return {
    async run(source, executionCount) {
      run++
      origins.set(run, { executionCount, originOf: () => undefined })
      origins.delete(run - rememberedRuns)
      problems = []
      declared = []
      reported.value = undefined
      for (const notice of notices) process.stderr.write(`${notice}\n`)
      notices = []
      const ok = await executor.execute(source)
      if (problems.length > 0) return { ok: false, failure: failureOfProblems(problems, executionCount) }
      // A cell that fails half-way leaves behind what it had made by then, and earlier variables as they were.
      const isSet = ({ name, isVariable }: Declaration): boolean =>
        !isVariable || (before.has(name) ? executor.locals[name] !== before.get(name) : name in executor.locals)
      compiler.declare(ok ? declared : declared.filter(isSet), executionCount)
      return ok ? { ok: true, value: reported.value } : { ok: false, failure: explain(reported.value) }
    },
    interrupt() {
      stoppedRuns.add(run)
      modules.stop()
      executor.interrupt()
    },
    failureOf: explain,
    isDeclared: (name) => name in executor.locals,
    valueOf: ([name = '', ...path]) => path.reduce<unknown>(propertyOf, executor.locals[name]),
    isComplete: isCompleteSource,
    complete: (source, cursor) => uninterrupted(() => compiler.complete(source, cursor)),
    inspect: (source, cursor) => uninterrupted(() => compiler.inspect(source, cursor)),
  }
}

/** What an object holds under a name; what a getter or a proxy would have to be asked for is not known. */
function propertyOf(value: unknown, name: string): unknown {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function'
  if (!isHolder || types.isProxy(value)) return undefined
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

/** The cell's code with a wait in front, behind its directive, on the same line: positions below stay as they are. */
function waitingFirst(code: string, run: number): string {
  return code.replace(/^("use strict";)?/, `$1 ${stepName}(${run}, await ${readyName}());`)
}

/** How tslab's executor and Node's `vm` say that a run was broken off. */
function isInterruption(thrown: unknown): boolean {
  if (!types.isNativeError(thrown)) return false
  const code = read(thrown, 'code')
  return code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' || read(thrown, 'message') === 'Interrupted asynchronously'
}

/** What Node's own `import.meta` says in a file. */
function metaOf(filename: string): object {
  const { resolve } = createRequire(filename)
  const url = pathToFileURL(filename).href
  return { url, filename, dirname: dirname(filename), resolve: (name: string) => pathToFileURL(resolve(name)).href }
}
