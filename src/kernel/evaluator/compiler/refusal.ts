import ts from 'typescript'
import type { TypeProblem } from '../failure.js'
import { localsOf } from './former.js'

/**
 * What a cell holds that cannot work, in TypeScript's own words where it has some; it does not look for these by itself.
 * They are found without types.
 */
export function refusalsOf(cell: ts.SourceFile): ts.DiagnosticWithLocation[] {
  const refuse = (node: ts.Node, code: number, messageText: string): ts.DiagnosticWithLocation => ({
    file: cell,
    start: node.getStart(cell),
    length: node.getWidth(cell),
    category: ts.DiagnosticCategory.Error,
    code,
    messageText,
  })
  const marker = markerOf(cell)
  return [
    ...cell.statements
      .filter((statement) => ts.isExportAssignment(statement) && statement.isExportEquals)
      .map((statement) => refuse(statement, 2309, noExportEquals)),
    ...(marker ? [refuse(marker, 1216, markerIsReserved)] : []),
  ]
}

const noExportEquals =
  'An export assignment cannot be used in a module with other exported elements.\n' +
  '  Later cells see what a cell declares. To give them a value: const value = …'

const markerIsReserved =
  "Identifier expected. '__esModule' is reserved as an exported marker when transforming ECMAScript modules."

/** A declaration of `__esModule`, by which modules of the two kinds are told apart. */
function markerOf(cell: ts.SourceFile): ts.Node | undefined {
  if (!cell.text.includes('__esModule')) return undefined
  const declaration = localsOf(cell)?.get(ts.escapeLeadingUnderscores('__esModule'))?.declarations?.[0]
  return declaration && (ts.getNameOfDeclaration(declaration) ?? declaration)
}

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
