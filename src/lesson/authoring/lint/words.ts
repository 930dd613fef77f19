/** Pure: where words begin and end, in scripts with blanks between them and in those without. */

const unspaced = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}'
const isUnspaced = new RegExp(`[${unspaced}]`, 'u')
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** What stands between blanks is one word, such as `ip-link(8)`; in scripts without blanks, as a reader would part it. */
export function countWords(text: string): number {
  return text.split(/\s+/).reduce((sum, each) => sum + wordsIn(each), 0)
}

function wordsIn(text: string): number {
  if (!/[\p{L}\p{N}]/u.test(text)) return 0
  if (!isUnspaced.test(text)) return 1
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length
}

/** The places where a term stands in a text as words of its own, in the singular or plural. */
export function findTerm(text: string, term: string): { start: number; as: string }[] {
  const [first = '', last = ''] = [[...term].at(0), [...term].at(-1)]
  // Chinese may stand right beside a word in Latin letters.
  const letter = `[[\\p{L}\\p{N}\\-]--[${unspaced}]]`
  const before = isUnspaced.test(first) ? '' : `(?<!${letter})`
  const after = isUnspaced.test(last) ? '' : `(?:s|es)?(?!${letter})`
  const found = [...text.matchAll(new RegExp(`${before}${escapePattern(term)}${after}`, 'giv'))]
  const places = found.map((match) => ({ start: match.index, as: match[0] }))
  if (places.length === 0 || !isUnspaced.test(first + last)) return places
  const edges = new Set([...[...segmenter.segment(text)].map(({ index }) => index), text.length])
  return places.filter(
    ({ start, as }) =>
      (!isUnspaced.test(first) || edges.has(start)) && (!isUnspaced.test(last) || edges.has(start + as.length)),
  )
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
