import { fitText, textWidth, type FontWeight } from './text-width.js'

/** Lines no wider than so many pixels, broken at spaces; a word that is too long by itself ends in an ellipsis. */
export function wrapText(text: string, maxWidth: number, size: number, weight: FontWeight = 'normal'): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || textWidth(longer, size, weight) <= maxWidth) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  lines.push(line)
  return lines.map((each) => fitText(each, maxWidth, size, weight))
}
