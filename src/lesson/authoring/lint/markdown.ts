import MarkdownIt, { type Token } from 'markdown-it'

const reader = new MarkdownIt({ html: true, linkify: false })

/** A piece of a cell's text with what is in it, a paragraph, heading, list item or table cell each. */
export interface TextBlock {
  kind: 'heading' | 'text'
  /** Of a heading, 1 to 6; 0 otherwise. */
  level: number
  /** In the cell, from 1. */
  line: number
  pieces: Piece[]
}

/** `text` is as it is read; code counts as one word wherever it stands. */
export type Piece =
  | { kind: 'text' | 'code' | 'html'; line: number; text: string; isEmphasised: boolean; href: string | undefined }
  | { kind: 'image'; line: number; text: string; href: string; isEmphasised: boolean }

/** A Markdown cell's text in its blocks, in the order in which it is read. Code blocks are left out. */
export function blocksOf(source: string): TextBlock[] {
  const blocks: TextBlock[] = []
  let heading = 0
  for (const token of reader.parse(source, {})) {
    const line = (token.map?.[0] ?? 0) + 1
    if (token.type === 'heading_open') heading = Number(token.tag.slice(1))
    else if (token.type === 'heading_close') heading = 0
    else if (token.type === 'html_block') {
      const pieces = [piece('html', line, token.content, 0, undefined)]
      blocks.push({ kind: 'text', level: 0, line, pieces })
    } else if (token.type === 'inline') {
      const pieces = piecesOf(token.children ?? [], line)
      blocks.push({ kind: heading > 0 ? 'heading' : 'text', level: heading, line, pieces })
    }
  }
  return blocks
}

function piecesOf(tokens: readonly Token[], firstLine: number): Piece[] {
  const pieces: Piece[] = []
  let line = firstLine
  let emphasis = 0
  let href: string | undefined
  for (const token of tokens) {
    switch (token.type) {
      case 'softbreak':
      case 'hardbreak':
        pieces.push(piece('text', line, ' ', emphasis, href))
        line++
        break
      case 'em_open':
      case 'strong_open':
        emphasis++
        break
      case 'em_close':
      case 'strong_close':
        emphasis--
        break
      case 'link_open':
        href = String(token.attrGet('href') ?? '')
        break
      case 'link_close':
        href = undefined
        break
      case 'image':
        pieces.push({
          kind: 'image',
          line,
          text: token.content,
          href: String(token.attrGet('src') ?? ''),
          isEmphasised: false,
        })
        break
      case 'code_inline':
        pieces.push(piece('code', line, token.content, emphasis, href))
        break
      case 'html_inline':
        pieces.push(piece('html', line, token.content, emphasis, href))
        break
      default:
        pieces.push(piece('text', line, token.content, emphasis, href))
    }
  }
  return pieces
}

function piece(
  kind: 'text' | 'code' | 'html',
  line: number,
  text: string,
  emphasis: number,
  href: string | undefined,
): Piece {
  return { kind, line, text, isEmphasised: emphasis > 0, href }
}

/** The anchor of a heading, as Jupyter's front ends and GitHub make it: in both forms, since they differ. */
export function anchorsOf(heading: TextBlock): string[] {
  const text = heading.pieces.map((each) => each.text).join('')
  const github = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-')
  return [github, text.replaceAll(' ', '-'), encodeURIComponent(text.replaceAll(' ', '-'))]
}
