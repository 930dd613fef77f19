import ts from 'typescript'

/** In front of every cell: it is a module, whatever it holds. On a line of its own, so that columns stay. */
export const prefix = 'export {};\n'
const objectPrefix = 'export {};(\n'

/** A cell's text as a module: what stands around it, and what it says. */
export interface ModuleText {
  before: string
  source: string
  after: string
}

/**
 * A cell that is nothing but `{ a: 1 }` is meant as an object, as in any console of JavaScript, though it could be read
 * as a block with a label in it. A first line `#!…` is a comment.
 */
export function moduleText(cell: string): ModuleText {
  const source = cell.replace(/^#!/, '//')
  return isObject(source) ? { before: objectPrefix, source, after: '\n)' } : { before: prefix, source, after: '' }
}

function isObject(source: string): boolean {
  if (!/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*\{/.test(source)) return false
  const file = ts.createSourceFile('cell.ts', `(${source}\n)`, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS)
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: ts.Diagnostic[] }
  const [statement] = file.statements
  return (
    parseDiagnostics.length === 0 &&
    file.statements.length === 1 &&
    statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    ts.isParenthesizedExpression(statement.expression) &&
    ts.isObjectLiteralExpression(statement.expression.expression)
  )
}
