import type TypeScript from 'typescript'

/** What the compiler is needed for here; tslab's own one and TypeScript's do alike. */
type Parser = Pick<typeof TypeScript, 'createSourceFile' | 'forEachChild' | 'isAwaitExpression' | 'ScriptTarget'>

/** The global function that a stepping cell calls after each `await`. */
export const stepName = '__vethbookStep'

/**
 * A stop must also end `for (;;) { await pause(100) }`, which waits in small steps for ever: each `await x` of a cell's
 * own code becomes `step(n, await x)`, which throws if cell run `n` has been stopped.
 *
 * @param source the cell's compiled code; no line of it is moved
 */
export function stepSource(ts: Parser, source: string, run: number): string {
  if (!/\bawait\b/.test(source)) return source
  const file = ts.createSourceFile('cell.js', `(async function () {${source}\n})`, ts.ScriptTarget.ESNext, true)
  const offset = '(async function () {'.length
  const insertions: [at: number, text: string][] = []
  const visit = (node: TypeScript.Node): void => {
    if (ts.isAwaitExpression(node)) {
      insertions.push([node.getStart(file) - offset, `${stepName}(${run},`], [node.end - offset, ')'])
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  insertions.sort(([a], [b]) => a - b)
  let stepped = ''
  let from = 0
  for (const [at, text] of insertions) {
    stepped += source.slice(from, at) + text
    from = at
  }
  return stepped + source.slice(from)
}
