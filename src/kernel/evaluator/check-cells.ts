import { readConfig } from './compiler/config.js'
import { openCompiler, type Declaration } from './compiler/compiler.js'
import { magicOf } from './magic.js'
import { preludeDeclarations } from './prelude-declarations.js'

/** What TypeScript says against a cell. */
export interface CellProblem {
  /** Of the cell, from 1; undefined where no line of it is to blame. */
  line: number | undefined
  /** TypeScript's number, as in TS2304. */
  code: number
  message: string
}

export interface CheckedCell {
  problems: CellProblem[]
  /** Names that it gives to later cells; none where there are problems. */
  declares: string[]
}

/** What `%%sh` makes where no cell has opened a lab. */
const labOfMagic = "import { openLab } from 'vethbook'\nconst lab = await openLab()"

/** Cells of a notebook in `folder`, checked one after another as the kernel does before it runs them; none is run. */
export function checkCells(folder: string, sources: readonly string[]): CheckedCell[] {
  const compiler = openCompiler(folder, readConfig(folder))
  compiler.declare(preludeDeclarations, 0)
  const known = new Set<string>()
  const declare = (declarations: readonly Declaration[], count: number): string[] => {
    compiler.declare(declarations, count)
    const names = declarations.map(({ name }) => name)
    for (const name of names) known.add(name)
    return names
  }
  return sources.map((source, index) => {
    const magic = magicOf(source)
    if (magic) {
      const lab = magic.name === 'sh' && !known.has('lab') ? compiler.compile(labOfMagic, 0) : undefined
      return { problems: [], declares: lab?.ok ? declare(lab.declarations, index + 1) : [] }
    }
    const compiled = compiler.compile(source, 0)
    if (compiled.ok) return { problems: [], declares: declare(compiled.declarations, index + 1) }
    const problems = compiled.problems.map(({ code, message, place }) => ({
      line: place?.file === undefined ? place?.line : undefined,
      code,
      message,
    }))
    return { problems, declares: [] }
  })
}
