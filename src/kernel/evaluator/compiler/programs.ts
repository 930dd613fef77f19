import { join } from 'node:path'
import ts from 'typescript'
import { isInstalled, type Files } from './files.js'
import { importsElsewhere } from './imported.js'
import { bind, nest } from './internals.js'
import { askingForAll, rareFilesFor } from './node-types.js'

/** A cell, what former cells declared around it, and the program by which both are checked. */
export interface Setting {
  program: ts.Program
  cell: ts.SourceFile
  outer: ts.SourceFile
}

/** So many cells are checked by one checker, which remembers something of each; then it is replaced. */
const cellsAChecker = 100

/** A cell or declaration with one of these words may ask for other files, or add to what is known everywhere. */
export const asking = new RegExp(
  `\\b(?:import|require|global)\\b|\\b(?:from|module)\\s*['"]|///\\s*<|${askingForAll.source}`,
)

/** Lines of former declarations that ask for files, as `import('fs').Stats` does. */
function askingLines(declarations: string): string[] {
  return declarations.split('\n').filter((line) => asking.test(line))
}

interface Kept {
  program: ts.Program
  /** What its files ask for; it knows the answers to these. */
  answered: ReadonlySet<string>
  /** The options it was made with, as text. */
  options: string
}

/** TypeScript keeps what it has to say about a file by its name, so no two cells have the same. */
let parsedCells = 0

/** Of a compiler that has worked in this process before, or in the one that a start-up snapshot was taken of. */
let warm: Kept | undefined

export interface Programs {
  /** Whether there is a checker from the start. */
  readonly isWarm: boolean
  /** `isNew` asks for another checker nevertheless. */
  settingFor(text: string, declarations: string, isNew?: boolean): Setting
}

/**
 * @param globals declaration files that everything knows
 *
 * Making a program and its checker costs ten times as much as checking a cell. A cell that asks for no file it need not be
 * part of the program: the checker of the last one takes it as it is.
 */
export function openPrograms(
  files: Files,
  folder: string,
  options: ts.CompilerOptions,
  globals: readonly string[],
): Programs {
  const optionsText = JSON.stringify([options, globals])
  let kept = warm?.options === optionsText ? warm : undefined
  let outer: ts.SourceFile | undefined
  let cells = 0
  /** Files that have been asked for and are found by no file's name. */
  const rare = new Set<string>()

  const parse = (path: string, text: string): ts.SourceFile => {
    const file = ts.createSourceFile(path, text, { languageVersion: options.target ?? ts.ScriptTarget.ES2022 })
    bind(file, path, options)
    return file
  }

  const settingFor: Programs['settingFor'] = (text, declarations, isNew = false) => {
    if (kept && !isNew && ++cells % cellsAChecker !== 0 && !asking.test(text)) {
      const { program, answered } = kept
      if (outer?.text !== declarations) {
        if (!askingLines(declarations).every((line) => answered.has(line))) return anew(text, declarations)
        outer = parse(files.formerPath, declarations)
      }
      const cell = parse(join(folder, `__cell__${++parsedCells}.ts`), text)
      nest(cell, outer)
      return { program, cell, outer }
    }
    return anew(text, declarations)
  }
  return { isWarm: kept !== undefined, settingFor }

  function anew(text: string, declarations: string): Setting {
    files.refresh()
    const former = files.setFormer(declarations)
    const cell = files.setCell(text)
    const oldProgram = (kept ?? warm)?.program
    const reused = oldProgram?.getSourceFiles().filter(({ fileName }) => !isInstalled(fileName)) ?? []
    // What a file imports may lie elsewhere now, although the file itself is the same.
    const hasMoved = oldProgram && reused.some((file) => importsElsewhere(file, oldProgram, options, files.host))
    const make = (old: ts.Program | undefined): ts.Program =>
      ts.createProgram({
        rootNames: [...globals, ...rare, files.formerPath, files.cellPath],
        options,
        host: hasMoved ? { ...files.host, hasInvalidatedResolutions: (path) => !isInstalled(path) } : files.host,
        ...(old && { oldProgram: old }),
      })
    let program = make(oldProgram)
    const asksForAll = askingForAll.test(text) || askingForAll.test(declarations)
    // What has been found may name others.
    for (;;) {
      const more = rareFilesFor(program, asksForAll)
      if (more.length === 0) break
      for (const path of more) rare.add(path)
      program = make(program)
    }
    nest(cell, former)
    kept = warm = { program, answered: new Set(askingLines(declarations)), options: optionsText }
    outer = former
    return { program, cell, outer: former }
  }
}
