import { openCompiler } from '../compiler/compiler.js'
import { keptFiles } from '../compiler/files.js'
import { dropEmptyTables } from '../compiler/lean.js'
import { ownRoot } from '../packages.js'
// Loaded here, they need not be at each start.
import '../language.js'
import '../notebook.js'
import '../prelude-declarations.js'

/** Before the snapshot: the libraries are parsed and bound, and what checks and emits a cell has run. */
export function warm(): void {
  const compiler = openCompiler(ownRoot)
  const cells = [
    'undefined',
    'interface Point { x: number }\nfunction twice(p: Point) { return { x: 2 * p.x } }\ntwice({ x: 1 }).x',
  ]
  for (const cell of cells) if (!compiler.compile(cell, 0).ok) throw new Error('the compiler refuses a cell of ours')
  dropEmptyTables(keptFiles())
}
