import type { PageWords } from '../words/en.js'
import type { Heading } from './headings.js'

/** The table of contents: sections and their parts. Closed on a narrow screen, always open beside the text. */
export function contents(headings: readonly Heading[], { contents: title }: PageWords): string {
  const shown = headings.filter(({ level }) => level === 2)
  if (shown.length === 0) return ''
  const items = shown.map(({ id, html, number }) => {
    return `<li><a href="#${id}"><span class="no">${number}</span> <span>${html}</span></a></li>`
  })
  return `<nav class="contents" aria-label="${title}"><details><summary>${title}</summary><ol>${items.join('')}</ol></details></nav>`
}
