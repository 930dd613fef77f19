import { blocksOf } from './markdown.js'
import type { CellRule, Remark } from './finding.js'

/** Who cannot see a picture is told what is in it. */
export const altText: CellRule = (cell) => {
  if (cell.cell_type !== 'markdown') return []
  return blocksOf(cell.source).flatMap(({ pieces }) =>
    pieces.flatMap((piece): Remark[] => {
      if (piece.kind === 'image') return piece.text.trim() === '' ? [remark(piece.line, piece.href)] : []
      if (piece.kind !== 'html') return []
      return imagesIn(piece.text)
        .filter(({ tag }) => !/\salt\s*=\s*(?:"[^"]*\S[^"]*"|'[^']*\S[^']*')/i.test(tag))
        .map(({ tag, line }) => remark(piece.line + line, /\ssrc\s*=\s*["']?([^"'\s>]*)/i.exec(tag)?.[1] ?? ''))
    }),
  )
}

function remark(line: number, source: string): Remark {
  return {
    line,
    rule: 'alt-text',
    message: `the image ${source} has no alt text`,
    remedy: 'say what is to be seen: ![two namespaces joined by a cable](…)',
  }
}

function imagesIn(html: string): { tag: string; line: number }[] {
  return [...html.matchAll(/<img\b[^>]*>/gi)].map((match) => ({
    tag: match[0],
    line: html.slice(0, match.index).split('\n').length - 1,
  }))
}
