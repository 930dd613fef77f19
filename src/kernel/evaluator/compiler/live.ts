import ts from 'typescript'

/** What an identifier means as a value. */
export function valueSymbol(identifier: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(identifier.parent)
    ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
    : checker.getSymbolAtLocation(identifier)
}

/**
 * The cell's own variables that a later cell may assign while a function of this one still looks at them: they have to
 * live in the shared exports, for this cell too. The others stay local, which is quicker.
 */
export function liveVariables(cell: ts.SourceFile, checker: ts.TypeChecker): Set<ts.Symbol> {
  const variables = new Map<string, ts.Symbol>()
  const add = (name: ts.BindingName): void => {
    if (!ts.isIdentifier(name)) return name.elements.forEach((one) => void (ts.isBindingElement(one) && add(one.name)))
    const symbol = checker.getSymbolAtLocation(name)
    if (symbol) variables.set(symbol.name, symbol)
  }
  for (const statement of cell.statements) {
    if (!ts.isVariableStatement(statement) || statement.declarationList.flags & ts.NodeFlags.Constant) continue
    for (const { name } of statement.declarationList.declarations) add(name)
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
