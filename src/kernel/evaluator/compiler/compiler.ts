import ts from 'typescript'
import type { TypeProblem } from '../failure.js'
import { openFiles, versionOf } from './files.js'
import { declarationsOf, withUnwritten, type Declaration } from './former.js'
import { importedFrom } from './imported.js'
import { liveVariables, valueSymbol } from './live.js'
import { exportsOf } from './names.js'
import { optionsFor } from './options.js'
import { nest, openService } from './service.js'
import { readSourceMap, type Origin } from './source-map.js'
import { cellTransformer, lastValueName, waitsAtTop } from './transform.js'

export type { Declaration }

export type Compiled =
  | { ok: false; problems: TypeProblem[] }
  | {
      ok: true
      /** A CommonJS module's code. */
      code: string
      originOf: Origin
      waits: boolean
      lastValueName: string | undefined
      /** What this cell declares. */
      declarations: Declaration[]
      /** Files of the notebook's folder that the cell imports, compiled, by the path of their output. */
      modules: { path: string; code: string }[]
    }

/** Checks and compiles cells, each with the declarations of those before it. */
export interface Compiler {
  /** @param run the number that the cell's steps name when they ask whether they may go on */
  compile(source: string, run: number): Compiled
  complete(source: string, cursor: number): { start: number; end: number; matches: { text: string; type: string }[] }
  inspect(source: string, cursor: number): { signature: string; documentation: string } | undefined
  /** Later cells see these; a name that was declared before is replaced. */
  declare(declarations: readonly Declaration[]): void
}

/** In front of every cell: it is a module, whatever it holds. On a line of its own, so that columns stay. */
const prefix = 'export {};\n'

/** TypeScript forbids `await` at the top of a CommonJS module; a cell runs in an async function. */
const awaitAtTop = new Set([1375, 1378, 1431, 1432, 2852, 2853, 2854])

export function openCompiler(folder: string): Compiler {
  const options = optionsFor(folder)
  const files = openFiles(folder, options)
  let former: Declaration[] = []
  let program: ts.Program | undefined
  /** Versions of the imported files that have been handed out compiled. */
  const emitted = new Map<string, string>()

  const setFormer = (): ts.SourceFile => files.setFormer(prefix + former.map(({ text }) => text).join('\n'))
  const service = openService(files, options, folder)
  const look = (source: string): ts.LanguageService => service(setFormer(), files.setCell(prefix + source))

  return {
    declare(declarations) {
      const names = new Set(declarations.map(({ name }) => name))
      former = [...former.filter(({ name }) => !names.has(name)), ...declarations]
    },

    compile(source, run) {
      if (/\b(import|require)\b/.test(source)) files.refresh()
      const outer = setFormer()
      const names = exportsOf(files.setCell(prefix + source))
      const exported = names.length > 0 ? `\nexport { ${names.join(', ')} };` : ''
      const cell = files.setCell(prefix + source + exported)
      const rootNames = [files.formerPath, files.cellPath]
      program = ts.createProgram({ rootNames, options, host: files.host, ...(program && { oldProgram: program }) })
      nest(cell, outer)

      const local = importedFrom(cell, program, options, files.host)
      const problems = problemsOf(program, local, cell)
      if (problems.length > 0) return { ok: false, problems }
      const changed = local.filter((file) => file !== cell && emitted.get(file.fileName) !== versionOf(file))
      for (const file of changed) emitted.set(file.fileName, versionOf(file))
      const { declarations, ...output } = emitCell(program, cell, outer, run)
      return {
        ok: true,
        ...output,
        waits: waitsAtTop(cell),
        declarations: withUnwritten(declarations, names, cell, program.getTypeChecker()),
        modules: changed.flatMap((file) => emitModule(program, file)),
      }
    },

    complete(source, cursor) {
      const info = look(source).getCompletionsAtPosition(files.cellPath, cursor + prefix.length, {})
      const start = cursor - (/[\p{ID_Continue}$]*$/u.exec(source.slice(0, cursor))?.[0].length ?? 0)
      const typed = source.slice(start, cursor).toLowerCase()
      const matches = (info?.entries ?? [])
        .filter(({ name }) => name.toLowerCase().startsWith(typed))
        .sort((a, b) => a.sortText.localeCompare(b.sortText) || a.name.localeCompare(b.name))
        .map(({ name, kind }) => ({ text: name, type: kind }))
      return { start, end: cursor, matches }
    },

    inspect(source, cursor) {
      const asked = look(source)
      // At the end of a name it is still meant.
      const info = [cursor, cursor - 1]
        .filter((at) => at >= 0)
        .map((at) => asked.getQuickInfoAtPosition(files.cellPath, at + prefix.length))
        .find((found) => found !== undefined)
      const signature = ts.displayPartsToString(info?.displayParts)
      // A name that is not known has no kind, only the type `any`.
      if (signature === '' || signature === 'any') return undefined
      return { signature, documentation: ts.displayPartsToString(info?.documentation) }
    },
  }
}

interface CellOutput {
  code: string
  originOf: Origin
  lastValueName: string | undefined
  declarations: Declaration[]
}

/** @param outer the file of what former cells declared */
function emitCell(program: ts.Program, cell: ts.SourceFile, outer: ts.SourceFile, run: number): CellOutput {
  const checker = program.getTypeChecker()
  const live = liveVariables(cell, checker)
  const isShared = (identifier: ts.Identifier): boolean => {
    const symbol = valueSymbol(identifier, checker)
    if (symbol === undefined) return false
    return live.has(symbol) || (symbol.declarations?.some((one) => one.getSourceFile() === outer) ?? false)
  }
  let hasLastValue = false
  const texts = { code: '', map: '', declarations: '' }
  const transformers = { before: [cellTransformer(run, isShared, () => (hasLastValue = true))] }
  emit(program, cell, transformers, (path, text) => {
    if (path.endsWith('.js')) texts.code = text
    else if (path.endsWith('.map')) texts.map = text
    else if (path.endsWith('.d.ts')) texts.declarations = text
  })
  return {
    code: texts.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ''),
    originOf: withoutPrefix(readSourceMap(texts.map)),
    lastValueName: hasLastValue ? lastValueName : undefined,
    declarations: declarationsOf(texts.declarations),
  }
}

/**
 * Kept for as long as a stack may ask; so it is made here, where no program is in sight that it would keep as well.
 * The prefix is the first line.
 */
function withoutPrefix(origin: Origin): Origin {
  return (line, column) => {
    const place = origin(line, column)
    return place && place.line > 1 ? { line: place.line - 1, column: place.column } : undefined
  }
}

/** JSON is left to Node. */
function emitModule(program: ts.Program | undefined, file: ts.SourceFile): { path: string; code: string }[] {
  const modules: { path: string; code: string }[] = []
  if (!program || file.fileName.endsWith('.json')) return modules
  emit(program, file, {}, (path, code) => {
    if (path.endsWith('.js')) modules.push({ path, code })
  })
  return modules
}

/** Emits although a declaration may not be nameable: TypeScript writes `any` for it then. */
function emit(
  program: ts.Program,
  file: ts.SourceFile,
  transformers: ts.CustomTransformers,
  write: (path: string, text: string) => void,
): void {
  // The last parameter is internal to TypeScript: declarations are emitted whatever they report.
  const emitAll = program.emit.bind(program) as (...parameters: unknown[]) => ts.EmitResult
  emitAll(file, write, undefined, undefined, transformers, true)
}

function problemsOf(program: ts.Program, local: readonly ts.SourceFile[], cell: ts.SourceFile): TypeProblem[] {
  return local.flatMap((file) =>
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ category }) => category === ts.DiagnosticCategory.Error)
      .filter(({ code }) => file !== cell || !awaitAtTop.has(code))
      .map((diagnostic) => problemOf(diagnostic, file, cell)),
  )
}

function problemOf(diagnostic: ts.Diagnostic, file: ts.SourceFile, cell: ts.SourceFile): TypeProblem {
  const start = diagnostic.start ?? 0
  const { line, character } = file.getLineAndCharacterOfPosition(start)
  return {
    code: diagnostic.code,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    line: file === cell ? line : line + 1,
    column: character + 1,
    length: diagnostic.length ?? 1,
    file: file === cell ? undefined : file.fileName.split('/').at(-1),
  }
}
