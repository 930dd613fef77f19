import ts from 'typescript'

/** One declaration of a former cell, by the name under which later cells know it. */
export interface Declaration {
  readonly name: string
  readonly text: string
  /** False for what is there whether the cell ran or not: functions, types, imports. */
  readonly isVariable: boolean
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
      isVariable: true,
    }))
  }
  if (ts.isImportDeclaration(statement)) return splitImport(file, statement)
  if (ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) return []
  const { name } = statement as { name?: ts.Node } & ts.Statement
  if (!name) return []
  const body = statement.getText(file).replace(/^export (default )?/, '')
  const needsDeclare = !/^(declare|interface|type|import)\b/.test(body)
  const text = `${commentOf(file, statement)}${needsDeclare ? 'declare ' : ''}${body}`
  return [
    { name: name.getText(file), text, isVariable: ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) },
  ]
}

function splitImport(file: ts.SourceFile, statement: ts.ImportDeclaration): Declaration[] {
  const clause = statement.importClause
  if (!clause) return []
  const from = statement.moduleSpecifier.getText(file)
  const word = clause.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'import type' : 'import'
  const made: Declaration[] = []
  const add = (name: string, what: string): void =>
    void made.push({ name, text: `${word} ${what} from ${from};`, isVariable: false })
  if (clause.name) add(clause.name.text, clause.name.text)
  const { namedBindings } = clause
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    add(namedBindings.name.text, namedBindings.getText(file))
  } else if (namedBindings) {
    for (const one of namedBindings.elements) add(one.name.text, `{ ${one.getText(file)} }`)
  }
  return made
}

/** The documentation in front of a statement: later cells' inspection shows it. */
function commentOf(file: ts.SourceFile, statement: ts.Statement): string {
  const comment = file.text.slice(statement.pos, statement.getStart(file)).trim()
  return comment.endsWith('*/') ? `${comment}\n` : ''
}

/** Adds what TypeScript writes no declaration for, such as a `var` within a block. */
export function withUnwritten(
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
