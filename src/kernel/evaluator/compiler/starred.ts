import ts from 'typescript'
import type { Declaration } from './former.js'
import { localsOf } from './former.js'

/** A name that `export * from '…'` hands on. */
interface Starred {
  name: string
  isValue: boolean
}

/** A statement that hands on all that a module exports; undefined: another one. */
function starOf(statement: ts.Statement): ts.ExportDeclaration | undefined {
  const isStar = ts.isExportDeclaration(statement) && statement.moduleSpecifier && !statement.exportClause
  return isStar ? statement : undefined
}

/** What a cell exports itself by a name goes before what it hands on, and so does the first of two modules. */
function namesOf(star: ts.ExportDeclaration, cell: ts.SourceFile, checker: ts.TypeChecker): Starred[] {
  const symbol = star.moduleSpecifier && checker.getSymbolAtLocation(star.moduleSpecifier)
  if (!symbol) return []
  const own = new Set<string>([...(localsOf(cell)?.keys() ?? [])].map(String))
  const earlier = cell.statements.slice(0, cell.statements.indexOf(star)).flatMap((statement) => {
    const before = starOf(statement)
    return before ? namesOf(before, cell, checker).map(({ name }) => name) : []
  })
  return checker
    .getExportsOfModule(symbol)
    .filter(({ escapedName, name }) => name !== 'default' && !own.has(String(escapedName)) && !earlier.includes(name))
    .map((one) => ({ name: one.name, isValue: isValue(one, checker) && !star.isTypeOnly }))
}

function isValue(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return (meant.flags & ts.SymbolFlags.Value) !== 0
}

/** Later cells know what a cell hands on from a module as if they had imported it. */
export function starredDeclarations(cell: ts.SourceFile, checker: ts.TypeChecker): Declaration[] {
  return cell.statements.flatMap((statement) => {
    const star = starOf(statement)
    if (!star?.moduleSpecifier) return []
    const from = star.moduleSpecifier.getText(cell)
    return namesOf(star, cell, checker).map(({ name, isValue: hasValue }) => ({
      name,
      text: `import ${star.isTypeOnly ? 'type ' : ''}{ ${name} } from ${from};`,
      meaning: hasValue ? ('both' as const) : ('type' as const),
      isVariable: false,
    }))
  })
}

/**
 * Names each value that `export * from '…'` hands on. What TypeScript makes of the star leaves out names that are exported
 * already, which here are those of all former cells.
 */
export function withoutStars(checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  return ({ factory }) =>
    (cell) => {
      const statements = cell.statements.map((statement) => {
        const star = starOf(statement)
        if (!star || star.isTypeOnly) return statement
        const values = namesOf(star, cell, checker).filter(({ isValue: hasValue }) => hasValue)
        const clause = factory.createNamedExports(
          values.map(({ name }) => factory.createExportSpecifier(false, undefined, name)),
        )
        return factory.updateExportDeclaration(
          star,
          star.modifiers,
          star.isTypeOnly,
          clause,
          star.moduleSpecifier,
          star.attributes,
        )
      })
      return factory.updateSourceFile(cell, statements)
    }
}
