import ts from 'typescript'
import type { TypeProblem } from '../failure.js'
import { declaredAt } from './declared-at.js'
import { documentationOf } from './documentation.js'
import { noConfig, type NotebookConfig } from './config.js'
import { dynamicImports } from './dynamic.js'
import { openFiles } from './files.js'
import { ambientOf, besides, declarationsOf, localsOf, withUnwritten, type Declaration } from './former.js'
import { importedFrom, importsIn } from './imported.js'
import { emit, importsOf } from './internals.js'
import { liveVariables, valueSymbol } from './live.js'
import { metaTransformer } from './meta.js'
import { openModules, type ModuleChanges, type Modules } from './modules.js'
import { exportsOf } from './names.js'
import { neededBy, wordsOf, type Former } from './needed.js'
import { optionsFor } from './options.js'
import { problemsOf, type FormerPlace } from './problems.js'
import { jsxProblem } from './refusal.js'
import { asking, openPrograms, type Setting } from './programs.js'
import { completionsAt, meaningAt } from './questions.js'
import { starredDeclarations, withoutStars } from './starred.js'
import { moduleText, prefix } from './source.js'
import { readSourceMap, type Origin } from './source-map.js'
import { cellTransformer, lastValueName, waitsAtTop, withoutPreamble, type Place } from './transform.js'

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
      /** Files of the notebook's own that the cell imports, where they are others than before. */
      modules: ModuleChanges
      /** Paths of such files by what the cell calls them. */
      imports: ReadonlyMap<string, string>
      /** What the cell imports of installed packages. */
      packages: readonly string[]
    }

/** Checks and compiles cells, each with the declarations of those before it. */
export interface Compiler {
  /** @param run the number that the cell's steps name when they ask whether they may go on */
  compile(source: string, run: number): Compiled
  complete(source: string, cursor: number): { start: number; end: number; matches: { text: string; type: string }[] }
  inspect(source: string, cursor: number): { signature: string; documentation: string } | undefined
  /** Later cells see these, as coming from the cell of that count; a name that was declared before is replaced. */
  declare(declarations: readonly Declaration[], executionCount: number): void
  /** Whether the libraries have been read, and need not be at the first cell. */
  readonly isWarm: boolean
  /** The notebook's own files, as code that runs finds them. */
  readonly modules: Pick<Modules, 'changesFor' | 'find'>
}

/** So many times a checker says what may have been meant; then a new one is asked. */
const suggestionsAChecker = 10

export function openCompiler(folder: string, config: NotebookConfig = noConfig): Compiler {
  const options = optionsFor(folder, config)
  const files = openFiles(folder, options)
  let former: Former[] = []
  /** Of the checker at work. */
  let mistakes = 0
  const { isWarm, settingFor } = openPrograms(files, folder, options, config.declarations)
  const modules = openModules(files, options)

  const textOf = (declarations: readonly Former[]): string => prefix + declarations.map(({ text }) => text).join('\n')
  /** The last question's; while nothing is compiled it is likely to be asked again. */
  let looked: { source: string; setting: Setting } | undefined
  const look = (source: string): Setting => {
    // What it asks of the disk may have changed.
    if (looked?.source === source && !asking.test(source)) return looked.setting
    const setting = settingFor(prefix + source, textOf(former))
    looked = { source, setting }
    return setting
  }

  return {
    isWarm,
    modules,

    declare(declarations, executionCount) {
      looked = undefined
      const names = new Set(declarations.map(({ name }) => name))
      const kept = former.flatMap((old) => {
        const left = names.has(old.name) ? besides(old, declarations) : old
        return left ? [{ ...old, ...left }] : []
      })
      former = [...kept, ...declarations.map((one) => ({ ...one, executionCount, words: wordsOf(one.text) }))]
    },

    compile(source, run) {
      looked = undefined
      const { before, source: text, after } = moduleText(source)
      const parsed = ts.createSourceFile(files.cellPath, before + text + after, ts.ScriptTarget.Latest)
      const names = exportsOf(parsed)
      // What stands behind an unfinished cell would be read as a part of it.
      const exported = names.length > 0 && !isBroken(parsed) ? `\nexport { ${names.join(', ')} };` : ''
      const check = (known: readonly Former[], isNew = false) => {
        const setting = settingFor(before + text + after + exported, textOf(known), isNew)
        const { program, cell, outer } = setting
        const own = importedFrom(cell, (path) => program.getSourceFile(path), importsIn(program))
        const local = [...own.values()].map(({ file }) => file)
        const reader = { folder, cell, former: outer, formerPlace: formerPlaceIn(known) }
        return { ...setting, own, problems: problemsOf(program, local, reader) }
      }
      const attempt = check(neededBy(text, former))
      mistakes += attempt.problems.length
      // TypeScript must know every name to say what may have been meant.
      const isWorn = mistakes + attempt.problems.length > suggestionsAChecker
      const { program, cell, outer, own, problems } = attempt.problems.length > 0 ? check(former, isWorn) : attempt
      mistakes = problems.length + (isWorn ? 0 : mistakes)
      if (problems.length > 0) {
        const jsx = jsxProblem(source)
        return { ok: false, problems: jsx ? [jsx] : problems }
      }
      const ambient = new Set(former.filter(({ isAmbient }) => isAmbient).map(({ name }) => name))
      const { declarations, ...output } = emitCell(program, cell, outer, ambient, run)
      return {
        ok: true,
        ...output,
        waits: waitsAtTop(cell),
        declarations: withUnwritten(declarations, names, cell, program.getTypeChecker()).map((one) => ({
          ...one,
          source,
        })),
        modules: modules.changesIn(program, cell, own),
        imports: own.get(cell.fileName)?.imports ?? new Map(),
        packages: importsOf(program, cell).flatMap(([name, found]) => (found?.isExternalLibraryImport ? [name] : [])),
      }
    },

    complete(source, cursor) {
      const info = completionsAt(look(source), cursor + prefix.length, files.host)
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
      const meaning = [cursor, cursor - 1]
        .filter((at) => at >= 0)
        .map((at) => meaningAt(asked, at + prefix.length))
        .find((found) => found !== undefined)
      if (!meaning) return undefined
      const { signature, documentation, start } = meaning
      return { signature, documentation: documentation || documentationOf(asked, start) }
    },
  }
}

function isBroken(file: ts.SourceFile): boolean {
  return (file as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length > 0
}

interface CellOutput {
  code: string
  originOf: Origin
  lastValueName: string | undefined
  declarations: Declaration[]
}

/**
 * @param outer the file of what former cells declared
 * @param ambient names of it that have only been declared
 */
function emitCell(
  program: ts.Program,
  cell: ts.SourceFile,
  outer: ts.SourceFile,
  ambient: ReadonlySet<string>,
  run: number,
): CellOutput {
  const checker = program.getTypeChecker()
  const live = liveVariables(cell, checker)
  const ownAmbient = ambientOf(cell)
  const ownNames = new Set(ownAmbient.map(({ name }) => name))
  const placeOf = (identifier: ts.Identifier): Place => {
    const symbol = valueSymbol(identifier, checker)
    if (symbol === undefined) return 'own'
    if (localsOf(outer)?.get(symbol.escapedName) === symbol) return ambient.has(symbol.name) ? 'ambient' : 'shared'
    if (ownNames.has(symbol.name) && localsOf(cell)?.get(symbol.escapedName) === symbol) return 'ambient'
    return live.has(symbol) ? 'shared' : 'own'
  }
  let hasLastValue = false
  const texts = { code: '', map: '', declarations: '' }
  const transformers = {
    before: [
      cellTransformer(run, placeOf, checker, () => (hasLastValue = true)),
      withoutStars(checker),
      metaTransformer(cell.fileName),
      dynamicImports(cell.fileName),
    ],
    after: [withoutPreamble],
  }
  const wanted = cell.statements.every(declaresNothing) ? 'code' : 'code and declarations'
  emit(program, cell, wanted, transformers, (path, text) => {
    if (path.endsWith('.js')) texts.code = text
    else if (path.endsWith('.map')) texts.map = text
    else if (path.endsWith('.d.ts')) texts.declarations = text
  })
  return {
    code: texts.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ''),
    originOf: withoutPrefix(readSourceMap(texts.map)),
    lastValueName: hasLastValue ? lastValueName : undefined,
    declarations: [
      ...declarationsOf(texts.declarations).filter(({ name }) => !ownNames.has(name)),
      ...ownAmbient,
      ...starredDeclarations(cell, checker),
    ],
  }
}

/** The line in front of a cell, and what it computes; a `var` within a block is found otherwise. */
function declaresNothing(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return statement.moduleSpecifier === undefined
  return ts.isExpressionStatement(statement)
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

/** The file of former declarations is theirs one after another, behind the prefix, each with a line break. */
function formerPlaceIn(former: readonly Former[]): FormerPlace {
  return (position, length) => {
    let start = prefix.length
    for (const { text, executionCount, source } of former) {
      const at = position - start
      if (at <= text.length) {
        if (executionCount === 0) return undefined
        const place = source === undefined ? undefined : declaredAt(source, text, at, length)
        if (place) return { executionCount, ...place }
        const lineStart = text.lastIndexOf('\n', at - 1) + 1
        const line = /[^\n]*/.exec(text.slice(lineStart))?.[0] ?? ''
        return { executionCount, line: undefined, text: line, column: at - lineStart + 1, length }
      }
      start += text.length + 1
    }
    return undefined
  }
}
