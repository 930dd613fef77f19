import ts from 'typescript'

/** One declaration of a former cell, by the name under which later cells know it. */
export interface Declaration {
  readonly name: string
  readonly text: string
  /** A type and a value may have one name: each is replaced by itself. */
  readonly meaning: 'value' | 'type' | 'both'
  /** False for what is there whether the cell ran or not: functions, types, imports. */
  readonly isVariable: boolean
  /** What the cell says itself, to show where it declares this. */
  readonly source?: string
  /** The cell said `declare`: a later cell may define it, or it is a global. */
  readonly isAmbient?: true
}

/** What remains of a former declaration beside later ones of its name; undefined: nothing. */
export function besides(old: Declaration, later: readonly Declaration[]): Declaration | undefined {
  const replaced = later.filter(({ name }) => name === old.name).map(({ meaning }) => meaning)
  if (replaced.length === 0) return old
  if (replaced.includes('both') || replaced.includes(old.meaning)) return undefined
  if (old.meaning !== 'both') return old
  // A class whose type has been replaced can still be called; what it makes is no longer known by name.
  if (replaced.includes('value')) return undefined
  return { ...old, meaning: 'value', text: `declare let ${old.name}: any;` }
}

/**
 * Takes the declaration file of a cell apart, so that each name can be replaced by a later cell: one declaration for
 * each variable, each imported name, each overload.
 */
export function declarationsOf(text: string): Declaration[] {
  const file = ts.createSourceFile('cell.d.ts', text, ts.ScriptTarget.Latest, true)
  return file.statements.flatMap((statement) => split(file, statement))
}

function split(file: ts.SourceFile, statement: ts.Statement): Declaration[] {
  if (ts.isVariableStatement(statement)) {
    const { flags, declarations } = statement.declarationList
    const keyword = flags & ts.NodeFlags.Const ? 'const' : flags & ts.NodeFlags.Let ? 'let' : 'var'
    const comment = commentOf(file, statement)
    return declarations.map((one) => ({
      name: one.name.getText(file),
      text: `${comment}declare ${keyword} ${one.getText(file)};`,
      meaning: 'value',
      isVariable: true,
    }))
  }
  if (ts.isImportDeclaration(statement)) return splitImport(file, statement)
  if (ts.isExportDeclaration(statement)) return splitExport(file, statement)
  if (ts.isExportAssignment(statement)) return []
  const { name } = statement as { name?: ts.Node } & ts.Statement
  if (!name) return []
  if (isGlobal(statement)) return splitGlobal(file, statement)
  const body = statement.getText(file).replace(/^export (default )?/, '')
  const needsDeclare = !/^(declare|interface|type|import)\b/.test(body)
  const text = `${commentOf(file, statement)}${needsDeclare ? 'declare ' : ''}${body}`
  const isVariable = ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)
  return [{ name: name.getText(file), text, meaning: meaningOf(statement), isVariable }]
}

function meaningOf(statement: ts.Statement): Declaration['meaning'] {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return 'type'
  return ts.isFunctionDeclaration(statement) ? 'value' : 'both'
}

/** `declare global`, by the names declared in it: not names of the notebook, and not to be replaced by those. */
function splitGlobal(file: ts.SourceFile, { body }: ts.ModuleDeclaration): Declaration[] {
  if (!body || !ts.isModuleBlock(body)) return []
  return body.statements.map((statement) => {
    const text = statement.getText(file)
    const name = /(?:interface|type|var|let|const|function|class|enum|namespace)\s+([\w$]+)/.exec(text)?.[1] ?? text
    return { name: `global ${name}`, text: `declare global { ${text} }`, meaning: 'both', isVariable: false }
  })
}

export function isGlobal(statement: ts.Statement): statement is ts.ModuleDeclaration {
  return ts.isModuleDeclaration(statement) && (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0
}

/** What a cell only declares, without defining it; TypeScript writes that into no declaration file. */
export function ambientOf(cell: ts.SourceFile): Declaration[] {
  return cell.statements
    .filter(isAmbient)
    .flatMap((statement) => split(cell, statement))
    .map((declaration) => ({ ...declaration, isVariable: false, isAmbient: true }))
}

export function isAmbient(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false
}

function splitImport(file: ts.SourceFile, statement: ts.ImportDeclaration): Declaration[] {
  const clause = statement.importClause
  if (!clause) return []
  const from = statement.moduleSpecifier.getText(file)
  const isType = clause.phaseModifier === ts.SyntaxKind.TypeKeyword
  const word = isType ? 'import type' : 'import'
  const meaning = isType ? 'type' : 'both'
  const made: Declaration[] = []
  const add = (name: string, what: string): void =>
    void made.push({ name, text: `${word} ${what} from ${from};`, meaning, isVariable: false })
  if (clause.name) add(clause.name.text, clause.name.text)
  const { namedBindings } = clause
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    add(namedBindings.name.text, namedBindings.getText(file))
  } else if (namedBindings) {
    for (const one of namedBindings.elements) add(one.name.text, `{ ${one.getText(file)} }`)
  }
  return made
}

/** What a cell hands on from a module is known to later cells as if it had been imported. */
function splitExport(file: ts.SourceFile, statement: ts.ExportDeclaration): Declaration[] {
  const { moduleSpecifier, exportClause: clause } = statement
  if (!moduleSpecifier || !clause) return []
  const elements = ts.isNamespaceExport(clause)
    ? [clause]
    : clause.elements.filter(({ name }) => name.text !== 'default')
  const word = statement.isTypeOnly ? 'import type' : 'import'
  return elements.map((one) => {
    const what = ts.isNamespaceExport(one) ? one.getText(file) : `{ ${one.getText(file)} }`
    const text = `${word} ${what} from ${moduleSpecifier.getText(file)};`
    return { name: one.name.text, text, meaning: statement.isTypeOnly ? 'type' : 'both', isVariable: false }
  })
}

/** The documentation in front of a statement: later cells' inspection shows it. */
function commentOf(file: ts.SourceFile, statement: ts.Statement): string {
  const comment = file.text.slice(statement.pos, statement.getStart(file)).trim()
  return comment.endsWith('*/') ? `${comment}\n` : ''
}

/** Adds what TypeScript writes no declaration for, such as a `var` within a block or the second name of an export. */
export function withUnwritten(
  declarations: Declaration[],
  names: readonly string[],
  cell: ts.SourceFile,
  checker: ts.TypeChecker,
): Declaration[] {
  const written = new Set(declarations.map(({ name }) => name))
  const declare = (name: string, symbol: ts.Symbol | undefined): Declaration[] => {
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Value)) return []
    const type = checker.typeToString(checker.getTypeOfSymbol(symbol), cell, ts.TypeFormatFlags.NoTruncation)
    return [{ name, text: `declare var ${name}: ${type};`, meaning: 'value', isVariable: true }]
  }
  const unwritten = names
    .filter((name) => !written.has(name))
    .flatMap((name) => {
      const symbol = localsOf(cell)?.get(ts.escapeLeadingUnderscores(name))
      return symbol && symbol.flags & ts.SymbolFlags.Variable ? declare(name, symbol) : []
    })
  const renamed = cell.statements
    .filter(ts.isExportDeclaration)
    .filter(({ moduleSpecifier }) => moduleSpecifier === undefined)
    .flatMap(({ exportClause: clause }) => (clause && ts.isNamedExports(clause) ? [...clause.elements] : []))
    .filter(({ propertyName, name }) => propertyName && ts.isIdentifier(name) && name.text !== 'default')
    .flatMap((one) => declare(one.name.text, checker.getExportSpecifierLocalTargetSymbol(one)))
  return [...declarations, ...unwritten, ...renamed]
}

/** What a file declares at its top, as TypeScript has bound it. */
export function localsOf(file: ts.SourceFile): ReadonlyMap<ts.__String, ts.Symbol> | undefined {
  return (file as unknown as { locals?: ReadonlyMap<ts.__String, ts.Symbol> }).locals
}
