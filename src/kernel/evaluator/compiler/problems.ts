import ts from 'typescript'
import type { ProblemPlace, Remark, TypeProblem } from '../failure.js'
import { decoratorRemedy } from './decorators.js'
import { metaRefused } from './meta.js'
import { remedyFor } from './missing.js'
import { placeName } from './place-name.js'
import { refusalsOf } from './refusal.js'

/** TypeScript forbids `await` at the top of a CommonJS module; ours run in an async function where they have it. */
const awaitAtTop = new Set([1375, 1378, 1431, 1432, 2852, 2853, 2854])

/** TypeScript forbids `with { type: 'json' }` in a CommonJS module, where it means nothing but does no harm. */
const attributesRefused = new Set([2821, 2823, 2856])

/** The cell, and the place in it, that a place in the declarations of former cells comes from. */
export type FormerPlace = (
  position: number,
  length: number,
) => ({ executionCount: number } & Omit<ProblemPlace, 'file'>) | undefined

interface Reader {
  folder: string
  cell: ts.SourceFile
  former: ts.SourceFile
  formerPlace: FormerPlace
}

/** What TypeScript has to say against files, in its own words. */
export function problemsOf(program: ts.Program, files: readonly ts.SourceFile[], reader: Reader): TypeProblem[] {
  return files.flatMap((file) =>
    [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...(file === reader.cell ? refusalsOf(file) : []),
    ]
      .filter(({ category }) => category === ts.DiagnosticCategory.Error)
      .filter(({ code }) => code !== metaRefused && !awaitAtTop.has(code) && !attributesRefused.has(code))
      .map((diagnostic) => ({
        code: diagnostic.code,
        ...remarkOf(diagnostic, reader, decoratorRemedy(diagnostic.code, program.getCompilerOptions())),
        related: (diagnostic.relatedInformation ?? []).map((related) => remarkOf(related, reader)),
      })),
  )
}

/** Message chains are indented, one step a level, as tsc prints them. */
function remarkOf(
  diagnostic: ts.DiagnosticRelatedInformation,
  reader: Reader,
  remedy = remedyFor(diagnostic, reader.folder),
): Remark {
  const said = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
  const message = remedy === undefined ? said : `${said}\n  ${remedy}`
  return { message, place: diagnostic.file && placeOf(diagnostic.file, diagnostic, reader) }
}

function placeOf(
  file: ts.SourceFile,
  { start = 0, length = 1 }: ts.DiagnosticRelatedInformation,
  { folder, cell, former, formerPlace }: Reader,
): ProblemPlace | undefined {
  if (file === former) {
    const from = formerPlace(start, length)
    if (!from) return undefined
    const { executionCount, ...found } = from
    return { file: `Cell [${executionCount}]`, ...found }
  }
  const { line, character } = file.getLineAndCharacterOfPosition(start)
  const text = /[^\r\n]*/.exec(file.text.slice(file.getPositionOfLineAndCharacter(line, 0)))?.[0] ?? ''
  const found = { column: character + 1, text, length }
  // The first line of a cell's module is ours.
  if (file === cell) return { file: undefined, line, ...found }
  return { file: placeName(file.fileName, folder), line: line + 1, ...found }
}
