/** The words of HTML, roughly: for a line of text, never for markup. */
export function stripTags(html: string): string {
  return html
    .slice(0, 200_000)
    .replace(/<(script|style)\b[^]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]*(>|$)/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** At most so many characters, cut with an ellipsis. */
export function cutWords(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`
}
