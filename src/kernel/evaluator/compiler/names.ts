import ts from 'typescript'
import { isAmbient, isGlobal } from './former.js'

/** Names that a cell declares at its top and does not export itself; TypeScript has bound none of them yet. */
export function exportsOf(file: ts.SourceFile): string[] {
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
    if (isAmbient(statement) || isGlobal(statement)) continue
    const modifiers = (ts.canHaveModifiers(statement) && ts.getModifiers(statement)) || []
    const has = (wanted: ts.SyntaxKind): boolean => modifiers.some(({ kind }) => kind === wanted)
    if (has(ts.SyntaxKind.ExportKeyword)) {
      if (ts.isVariableStatement(statement)) continue
      const { name } = statement as { name?: ts.Identifier } & ts.Statement
      // `export default function f` is exported as `default` only.
      if (name) (has(ts.SyntaxKind.DefaultKeyword) ? names : exported).add(name.text)
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
