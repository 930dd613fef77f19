import { blocksOf, type Piece } from './markdown.js'
import type { CellRule, Remark } from './finding.js'
import { countWords } from './words.js'

/** More is not taken in at a glance. */
const mostLines = 15
const mostWords = 30

export const longCell: CellRule = (cell) => {
  const lines = cell.source.trimEnd().split('\n').length
  if (cell.cell_type !== 'code' || lines <= mostLines) return []
  return [
    {
      line: mostLines + 1,
      rule: 'long-cell',
      message: `the cell has ${lines} lines; more than ${mostLines} are not taken in at a glance`,
      remedy: 'split it, or let lab.build({ … }) or lesson.section(…) make what is not the point',
    },
  ]
}

export const longSentence: CellRule = (cell) => {
  if (cell.cell_type !== 'markdown') return []
  return blocksOf(cell.source).flatMap(({ pieces }) =>
    sentencesOf(pieces).flatMap(({ text, words, line }): Remark[] => {
      if (words <= mostWords) return []
      const start = text.split(/\s+/).slice(0, 6).join(' ')
      const message = `the sentence “${start} …” has ${words} words; ${mostWords} are enough`
      return [{ line, rule: 'long-sentence', message, remedy: 'make two of it' }]
    }),
  )
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/** Code is one word, whatever is in it. */
function sentencesOf(pieces: readonly Piece[]): { text: string; words: number; line: number }[] {
  const lines: number[] = []
  let whole = ''
  for (const piece of pieces) {
    const text = piece.kind === 'code' ? 'code' : piece.kind === 'text' ? piece.text : ''
    whole += text
    for (let index = 0; index < text.length; index++) lines.push(piece.line)
  }
  return [...sentences.segment(whole)].map(({ segment, index }) => ({
    text: segment.trim(),
    words: countWords(segment),
    line: lines[index] ?? 1,
  }))
}
