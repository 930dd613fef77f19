import type TypeScript from 'typescript'

/**
 * What a cell that failed half-way leaves behind: its declarations without the variables that never got a value.
 *
 * @param declarations TypeScript declarations of the cell and of those before it
 * @param values the notebook's variables by name
 */
export function withoutUnset(
  ts: typeof TypeScript,
  declarations: string,
  values: Readonly<Record<string, unknown>>,
): string {
  const file = ts.createSourceFile('declarations.d.ts', declarations, ts.ScriptTarget.Latest, true)
  let kept = ''
  for (const statement of file.statements) {
    const text = statement.getFullText(file)
    if (!ts.isVariableStatement(statement)) {
      kept += text
      continue
    }
    const { declarations: all, flags } = statement.declarationList
    const set = all.filter(({ name }) => !ts.isIdentifier(name) || values[name.text] !== undefined)
    if (set.length === all.length) kept += text
    else if (set.length > 0) {
      const keyword = flags & ts.NodeFlags.Const ? 'const' : flags & ts.NodeFlags.Let ? 'let' : 'var'
      kept += `\ndeclare ${keyword} ${set.map((one) => one.getText(file)).join(', ')};`
    }
  }
  return kept
}
