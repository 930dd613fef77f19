import { readNotebook, type Notebook } from '../../nbformat.js'
import { altText } from './alt-text.js'
import { unorderedCounts } from './counts.js'
import type { CellRule, Finding, Remark } from './finding.js'
import { headingSkips } from './headings.js'
import { leavesSandbox } from './leaves-sandbox.js'
import { longCell, longSentence } from './lengths.js'
import { deadLinks } from './links.js'
import { storedOutput } from './stored-output.js'
import { undefinedTerms } from './terms.js'
import { typeErrors } from './types.js'

const cellRules: readonly CellRule[] = [storedOutput, altText, longCell, longSentence, leavesSandbox]

/**
 * What a reader of the notebook would stumble over, in the order of its cells and lines. Nothing is run.
 *
 * @throws NotebookError where the file is no notebook
 */
export async function lintNotebook(path: string): Promise<Finding[]> {
  const notebook = await readNotebook(path)
  const { cells } = notebook
  const remarks = [
    ...cellRules.map((rule) => cells.map(rule)),
    unorderedCounts(cells),
    headingSkips(cells),
    deadLinks(cells, path),
    undefinedTerms(cells, path),
    await typeErrors(cells, path),
  ]
  return findingsOf(path, notebook, remarks)
}

/** @param remarks a list a rule, with one list a cell in each */
function findingsOf(file: string, { cells }: Notebook, remarks: readonly Remark[][][]): Finding[] {
  return cells.flatMap(({ id }, index) =>
    remarks
      .flatMap((ofRule) => ofRule[index] ?? [])
      .sort((one, other) => one.line - other.line)
      .map((remark) => ({ file, cell: index + 1, id, ...remark })),
  )
}
