import ts from 'typescript'
import type { TypeProblem } from '../failure.js'

const noJsx =
  "Cannot use JSX unless the '--jsx' flag is provided.\n" +
  '  A cell is TypeScript without JSX: there is no DOM here that it could render into.\n' +
  "  To show HTML: await display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })"

/** JSX in a cell, which read as plain TypeScript gives messages that mean something else; undefined: there is none. */
export function jsxProblem(source: string): TypeProblem | undefined {
  if (!/<[\w>]/.test(source)) return undefined
  const file = ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX)
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: ts.Diagnostic[] }
  if (parseDiagnostics.length > 0) return undefined
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)
      ? node
      : ts.forEachChild(node, find)
  const jsx = find(file)
  if (!jsx) return undefined
  const start = jsx.getStart(file)
  const { line, character } = file.getLineAndCharacterOfPosition(start)
  const text = source.split(/\r?\n/)[line] ?? ''
  const place = { file: undefined, line: line + 1, column: character + 1, text, length: jsx.end - start }
  return { code: 17004, message: noJsx, place, related: [] }
}
