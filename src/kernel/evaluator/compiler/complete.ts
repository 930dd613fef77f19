import ts from 'typescript'
import type { Completeness } from '../contract.js'

/**
 * Whether Enter should run a console's text or open another line. TypeScript tells an unfinished text by an error at
 * its very end.
 */
export function isCompleteSource(source: string): Completeness {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS)
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: ts.Diagnostic[] }
  if (parseDiagnostics.length === 0) return { status: 'complete' }
  const end = source.trimEnd().length
  const isOpen = parseDiagnostics.some(({ start = 0, code }) => start >= end || unterminated.has(code))
  if (!isOpen) return { status: 'invalid' }
  const line = /[^\n]*$/.exec(source.trimEnd())?.[0] ?? ''
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  return { status: 'incomplete', indent: /[{([]\s*$/.test(line) ? `${indent}  ` : indent }
}

/** A template (1160) or a comment (1010) that goes on. A string (1002) cannot go on in the next line. */
const unterminated = new Set([1160, 1010])
