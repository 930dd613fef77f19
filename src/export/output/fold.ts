/** Lines of an output that stay in sight, and how many more make folding worth a click. */
const shown = 24
const slack = 8
/** A longer line likely leaves its box, which the keyboard must then be able to scroll. Characters. */
const wide = 72
/** Bytes of text that one output may add to the page: nobody reads more, and the page has to open on a phone. */
const most = 400_000

export interface FoldedText {
  head: string
  /** What is behind the fold; '' where nothing is. */
  rest: string
  /** Lines behind the fold. */
  count: number
  /** Lines that are left out altogether. */
  dropped: number
}

/** Splits long text where it folds. A text that is hardly longer than what is shown stays whole. */
export function foldText(text: string): FoldedText {
  const { kept, dropped } = cutText(withoutLastLineEnds(text))
  const lines = kept.split('\n')
  if (lines.length <= shown + slack) return { head: kept, rest: '', count: 0, dropped }
  return {
    head: lines.slice(0, shown).join('\n'),
    rest: lines.slice(shown).join('\n'),
    count: lines.length - shown,
    dropped,
  }
}

function cutText(text: string): { kept: string; dropped: number } {
  if (text.length <= most) return { kept: text, dropped: 0 }
  const end = text.lastIndexOf('\n', most)
  const kept = text.slice(0, end > most / 2 ? end : most)
  return { kept, dropped: text.slice(kept.length).split('\n').length - (end > most / 2 ? 1 : 0) }
}

/** Whether a text has lines that a narrow page cannot show whole. */
export function isWide(text: string): boolean {
  return text.split('\n').some((line) => line.length > wide)
}

/** A pattern like /\n+$/ would go over every run of line ends anew from each of its places. */
export function withoutLastLineEnds(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '\n') end--
  return text.slice(0, end)
}
