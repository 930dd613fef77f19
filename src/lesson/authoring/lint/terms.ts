import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseNotebook, type Cell } from '../../nbformat.js'
import { anchorsOf, blocksOf, type Piece, type TextBlock } from './markdown.js'
import type { Remark } from './finding.js'
import { findTerm } from './words.js'

interface Term {
  name: string
  anchor: string
}

/**
 * Terms of the glossary beside the notebook (`glossary.md`, a heading a term) must be introduced where they first appear: in
 * italics or bold, which say “this is a new word, and here is what it means”, or by a link into the glossary. Known are
 * also the words of the paragraph that says “You need”, and what the notebooks that it links to introduce. The first cell,
 * which promises what will be learned, and headings may name anything.
 */
export function undefinedTerms(cells: readonly Cell[], path: string): Remark[][] {
  const terms = termsBeside(path)
  if (terms.length === 0) return cells.map(() => [])
  const known = neededTerms(cells, path, terms, new Set([resolve(path)]))
  return cells.map((cell, index) => {
    const remarks = textBlocks(cell).flatMap((block) => firstUses(block, terms, known, index === 0))
    return index === 0 ? [] : remarks
  })
}

/** @param mayPromise what is named without being introduced is still to be introduced later */
function firstUses({ pieces }: TextBlock, terms: readonly Term[], known: Set<string>, mayPromise: boolean): Remark[] {
  return pieces.flatMap((piece): Remark[] => {
    // What a link elsewhere is called is not our text.
    if (piece.kind !== 'text' || (piece.href !== undefined && !introduces(piece))) return []
    return mentionedIn(piece.text, terms).flatMap(({ name, anchor, as }) => {
      if (known.has(name)) return []
      if (introduces(piece) || !mayPromise) known.add(name)
      if (introduces(piece)) return []
      const message = `“${as}” appears here first, and nobody says what it is`
      const remedy = `say it in a few words where it stands in italics, or link it: [${as}](glossary.md#${anchor})`
      return [{ line: piece.line, rule: 'undefined-term', message, remedy }]
    })
  })
}

const introduces = ({ isEmphasised, href }: Piece): boolean => isEmphasised || href?.includes('glossary.md#') === true

/** “You need”, in the languages in which there are lessons. */
const needs = /\byou need\b|你需要/i

/** Of the paragraph “You need …”, and of the notebooks that it links to, and of those that they need. */
function neededTerms(cells: readonly Cell[], path: string, terms: readonly Term[], seen: Set<string>): Set<string> {
  const known = new Set<string>()
  for (const block of cells.flatMap(textBlocks).filter((each) => needs.test(textOf(each)))) {
    const links = block.pieces.flatMap(({ href }) => (href?.endsWith('.ipynb') ? [resolve(dirname(path), href)] : []))
    if (links.length === 0) continue
    for (const { name } of mentionedIn(textOf(block), terms)) known.add(name)
    for (const link of links.filter((each) => !seen.has(each) && existsSync(each))) {
      seen.add(link)
      const needed = parseNotebook(readFileSync(link, 'utf8'), link).cells
      for (const name of [...introducedIn(needed, terms), ...neededTerms(needed, link, terms, seen)]) known.add(name)
    }
  }
  return known
}

function introducedIn(cells: readonly Cell[], terms: readonly Term[]): string[] {
  const pieces = cells.flatMap(textBlocks).flatMap((block) => block.pieces)
  return pieces.filter(introduces).flatMap(({ text }) => mentionedIn(text, terms).map(({ name }) => name))
}

function textBlocks(cell: Cell): TextBlock[] {
  return cell.cell_type === 'markdown' ? blocksOf(cell.source).filter(({ kind }) => kind === 'text') : []
}

const textOf = ({ pieces }: TextBlock): string => pieces.map(({ text }) => text).join('')

/** The longest first: where “bridge port” stands, neither “bridge” nor “port” is meant. `as`: how it is written there. */
function mentionedIn(text: string, terms: readonly Term[]): (Term & { as: string })[] {
  let rest = text
  return terms.flatMap((term) => {
    const places = findTerm(rest, term.name)
    const [first] = places
    if (first === undefined) return []
    for (const { start, as } of places)
      rest = rest.slice(0, start) + ' '.repeat(as.length) + rest.slice(start + as.length)
    return [{ ...term, as: first.as }]
  })
}

function termsBeside(path: string): Term[] {
  const glossary = join(dirname(path), 'glossary.md')
  if (!existsSync(glossary)) return []
  return blocksOf(readFileSync(glossary, 'utf8'))
    .filter(({ kind, level }) => kind === 'heading' && level > 1)
    .map((heading) => ({ name: textOf(heading), anchor: anchorsOf(heading)[0] ?? '' }))
    .sort((one, other) => other.name.length - one.name.length)
}
