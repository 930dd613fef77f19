/** Characters that web pages put in the place of those that a shell knows. Told in a hint, never changed silently. */
const lookalikes: readonly { found: RegExp; name: string; meant: string }[] = [
  { found: /[\u00a0\u2007\u202f]/, name: 'a non-breaking space', meant: 'a plain space' },
  { found: /[\u2018\u2019\u201b\u2032]/, name: 'a curly single quote', meant: "'" },
  { found: /[\u201c\u201d\u201e\u2033]/, name: 'a curly double quote', meant: '"' },
  { found: /[\u2010-\u2015\u2212]/, name: 'a typographic dash', meant: '-' },
  { found: /[\u200b-\u200d\u2060\ufeff]/, name: 'an invisible character', meant: 'nothing' },
  { found: /&(?:lt|gt|amp|quot|#\d+);/, name: 'an HTML entity', meant: 'the character itself' },
]

/** What in the line is not what it looks like, as a sentence; null: nothing. */
export function lookalikeIn(line: string): string | null {
  const found = lookalikes.filter((each) => each.found.test(line))
  if (found.length === 0) return null
  const what = found.map((each) => `${each.name} where a shell wants ${each.meant}`).join(', and ')
  return `The line has ${what}, as pages on the web have. Type it again.`
}
