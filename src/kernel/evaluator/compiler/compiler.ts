import ts from 'typescript'
import type { TypeProblem } from '../failure.js'
import { declarationsOf, type Declaration } from './former.js'
import { openFiles } from './files.js'
import { optionsFor } from './options.js'
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
  let service: ts.LanguageService | undefined
  const emitted = new Map<string, string>()

  const formerText = (): string => prefix + former.map(({ text }) => text).join('\n')
  /** The cell lies within what former cells declared: a name that it does not declare itself is looked for there. */
  const nest = (cell: ts.SourceFile, outer: ts.SourceFile): void => {
    ;(cell as { parent: ts.Node }).parent = outer
  }
  const prepare = (source: string): { cell: ts.SourceFile; names: string[] } => {
    const bare = files.setCell(prefix + source)
    const names = exportsOf(bare)
    return {
      cell: names.length > 0 ? files.setCell(`${prefix}${source}\nexport { ${names.join(', ')} };`) : bare,
      names,
    }
  }

  return {
    declare(declarations) {
      const names = new Set(declarations.map(({ name }) => name))
      former = [...former.filter(({ name }) => !names.has(name)), ...declarations]
    },

    compile(source, run) {
      if (/\b(import|require)\b/.test(source)) files.refresh()
      const outer = files.setFormer(formerText())
      const { cell, names } = prepare(source)
      const rootNames = [files.formerPath, files.cellPath]
      program = ts.createProgram({ rootNames, options, host: files.host, ...(program && { oldProgram: program }) })
      const checker = program.getTypeChecker()
      nest(cell, outer)

      const local = importedFrom(cell, program, options, files.host)
      const problems = local.flatMap((file) =>
        [...(program?.getSyntacticDiagnostics(file) ?? []), ...(program?.getSemanticDiagnostics(file) ?? [])]
          .filter(
            ({ code, category }) =>
              category === ts.DiagnosticCategory.Error && !(file === cell && awaitAtTop.has(code)),
          )
          .map((diagnostic) => problemOf(diagnostic, file, cell)),
      )
      if (problems.length > 0) return { ok: false, problems }

      const live = liveVariables(cell, checker)
      const isShared = (identifier: ts.Identifier): boolean => {
        const symbol = valueSymbol(identifier, checker)
        if (symbol === undefined) return false
        return live.has(symbol) || (symbol.declarations?.some((one) => one.getSourceFile() === outer) ?? false)
      }
      let hasLastValue = false
      const outputs = { code: '', map: '', declarations: '' }
      const transformers = { before: [cellTransformer(run, isShared, () => (hasLastValue = true))] }
      emit(program, cell, transformers, (path, text) => {
        if (path.endsWith('.js')) outputs.code = text
        else if (path.endsWith('.map')) outputs.map = text
        else if (path.endsWith('.d.ts')) outputs.declarations = text
      })
      const modules: { path: string; code: string }[] = []
      for (const file of local) {
        const { version } = file as unknown as { version: string }
        if (file === cell || file.fileName.endsWith('.json') || emitted.get(file.fileName) === version) continue
        emitted.set(file.fileName, version)
        emit(program, file, {}, (path, code) => {
          if (path.endsWith('.js')) modules.push({ path, code })
        })
      }
      const origin = readSourceMap(outputs.map)
      return {
        ok: true,
        code: outputs.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ''),
        originOf: (line, column) => {
          const place = origin(line, column)
          // The prefix is the first line.
          return place && place.line > 1 ? { line: place.line - 1, column: place.column } : undefined
        },
        waits: waitsAtTop(cell),
        lastValueName: hasLastValue ? lastValueName : undefined,
        declarations: complete(declarationsOf(outputs.declarations), names, cell, checker),
        modules,
      }
    },

    complete(source, cursor) {
      const position = cursor + prefix.length
      const info = ask(source)?.getCompletionsAtPosition(files.cellPath, position, {})
      const start = cursor - (/[\p{ID_Continue}$]*$/u.exec(source.slice(0, cursor))?.[0].length ?? 0)
      const typed = source.slice(start, cursor).toLowerCase()
      const matches = (info?.entries ?? [])
        .filter(({ name }) => name.toLowerCase().startsWith(typed))
        .sort((a, b) => a.sortText.localeCompare(b.sortText) || a.name.localeCompare(b.name))
        .map(({ name, kind }) => ({ text: name, type: kind }))
      return { start, end: cursor, matches }
    },

    inspect(source, cursor) {
      const asked = ask(source)
      // At the end of a name it is still meant.
      const info = [cursor, cursor - 1]
        .filter((at) => at >= 0)
        .map((at) => asked?.getQuickInfoAtPosition(files.cellPath, at + prefix.length))
        .find((found) => found !== undefined)
      const signature = ts.displayPartsToString(info?.displayParts)
      if (signature === '' || signature === 'any') return undefined
      return { signature, documentation: ts.displayPartsToString(info?.documentation) }
    },
  }

  /** The language service, on the same parsed files; made when somebody first asks. */
  function ask(source: string): ts.LanguageService {
    const outer = files.setFormer(formerText())
    const cell = files.setCell(prefix + source)
    service ??= ts.createLanguageService(
      {
        getCompilationSettings: () => options,
        getScriptFileNames: () => [files.formerPath, files.cellPath],
        getScriptVersion: (path) => files.version(path),
        getScriptSnapshot: (path) => {
          const text = files.text(path)
          return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
        },
        getCurrentDirectory: () => folder,
        getDefaultLibFileName: (asked) => ts.getDefaultLibFilePath(asked),
        fileExists: (path) => files.host.fileExists(path),
        readFile: (path) => files.host.readFile(path),
        directoryExists: (path) => files.host.directoryExists?.(path) ?? false,
        getDirectories: (path) => files.host.getDirectories?.(path) ?? [],
        ...(files.host.realpath && { realpath: files.host.realpath }),
      },
      sharedRegistry(files.host.getSourceFile, options),
    )
    service.getProgram()
    nest(cell, outer)
    return service
  }
}

/** Names that a cell declares at its top and does not export itself; TypeScript has bound none of them yet. */
function exportsOf(file: ts.SourceFile): string[] {
  const names = new Set<string>()
  const exported = new Set<string>()
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text)
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name)
  }
  const vars = (node: ts.Node): void => {
    // A `var` in a block belongs to the cell, too.
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      for (const { name } of node.declarations) bind(name)
    }
    ts.forEachChild(node, vars)
  }
  for (const statement of file.statements) {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    if (isExported) {
      if (ts.isVariableStatement(statement)) continue
      const { name } = statement as { name?: ts.Identifier } & ts.Statement
      if (name) exported.add(name.text)
      continue
    }
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) bind(name)
    else if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause
      if (clause?.name) names.add(clause.name.text)
      const bindings = clause?.namedBindings
      if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text)
      else for (const { name } of bindings?.elements ?? []) names.add(name.text)
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement) ||
      (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name))
    ) {
      if (statement.name && ts.isIdentifier(statement.name)) names.add(statement.name.text)
    } else if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    ) {
      for (const { name } of statement.exportClause.elements) exported.add(name.text)
    } else vars(statement)
  }
  return [...names].filter((name) => name !== '' && !exported.has(name))
}

/**
 * A cell and the files beside the notebook that it imports, directly or through one another: they are checked and
 * compiled with it. What only former cells import does not concern it.
 */
function importedFrom(
  cell: ts.SourceFile,
  program: ts.Program,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): ts.SourceFile[] {
  const found = new Set([cell])
  for (const file of found) {
    for (const { fileName } of ts.preProcessFile(file.text, true, true).importedFiles) {
      if (!/^[./]/.test(fileName)) continue
      const path = ts.resolveModuleName(fileName, file.fileName, options, host).resolvedModule?.resolvedFileName
      const imported = path === undefined ? undefined : program.getSourceFile(path)
      if (imported && !imported.isDeclarationFile) found.add(imported)
    }
  }
  return [...found]
}

/** What an identifier means as a value. */
function valueSymbol(identifier: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(identifier.parent)
    ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
    : checker.getSymbolAtLocation(identifier)
}

/**
 * The cell's own variables that a later cell may assign while a function of this one still looks at them: they have to
 * live in the shared exports, for this cell too. The others stay local, which is quicker.
 */
function liveVariables(cell: ts.SourceFile, checker: ts.TypeChecker): Set<ts.Symbol> {
  const variables = new Map<string, ts.Symbol>()
  for (const statement of cell.statements) {
    if (!ts.isVariableStatement(statement) || statement.declarationList.flags & ts.NodeFlags.Constant) continue
    for (const { name } of statement.declarationList.declarations) {
      const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined
      if (symbol) variables.set(symbol.name, symbol)
    }
  }
  const live = new Set<ts.Symbol>()
  if (variables.size === 0) return live
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (isInFunction && ts.isIdentifier(node) && variables.has(node.text)) {
      const symbol = valueSymbol(node, checker)
      if (symbol && symbol === variables.get(node.text)) live.add(symbol)
    }
    const isInside = isInFunction || ts.isFunctionLike(node) || ts.isClassLike(node)
    ts.forEachChild(node, (child) => visit(child, isInside))
  }
  visit(cell, false)
  return live
}

/** Adds what TypeScript writes no declaration for, such as a `var` within a block. */
function complete(
  declarations: Declaration[],
  names: readonly string[],
  cell: ts.SourceFile,
  checker: ts.TypeChecker,
): Declaration[] {
  const written = new Set(declarations.map(({ name }) => name))
  const { locals } = cell as unknown as { locals: ReadonlyMap<string, ts.Symbol> | undefined }
  const missing = names
    .filter((name) => !written.has(name))
    .flatMap((name) => {
      const symbol = locals?.get(name)
      if (!symbol || !(symbol.flags & ts.SymbolFlags.Variable)) return []
      const type = checker.typeToString(checker.getTypeOfSymbol(symbol), cell, ts.TypeFormatFlags.NoTruncation)
      return [{ name, text: `declare var ${name}: ${type};`, isVariable: true }]
    })
  return [...declarations, ...missing]
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

/** Hands the language service the files that have been parsed for compiling. */
function sharedRegistry(
  getSourceFile: ts.CompilerHost['getSourceFile'],
  options: ts.CompilerOptions,
): ts.DocumentRegistry {
  const own = ts.createDocumentRegistry(true)
  const find = (path: string): ts.SourceFile => {
    const file = getSourceFile(path, options.target ?? ts.ScriptTarget.ES2022)
    if (!file) throw new Error(`the file ${path} has gone`)
    return file
  }
  return {
    ...own,
    acquireDocument: find,
    acquireDocumentWithKey: find,
    updateDocument: find,
    updateDocumentWithKey: find,
    releaseDocument: () => undefined,
    releaseDocumentWithKey: () => undefined,
  }
}
