/** Languages that their letters tell, the surer sign first, and how much of a text it must be. */
const scripts: readonly [language: string, letters: RegExp, share: number][] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.1],
  ['ko', /\p{Script=Hangul}/gu, 0.2],
  ['zh', /\p{Script=Han}/gu, 0.2],
  ['ar', /\p{Script=Arabic}/gu, 0.3],
  ['he', /\p{Script=Hebrew}/gu, 0.3],
  ['ru', /\p{Script=Cyrillic}/gu, 0.3],
  ['el', /\p{Script=Greek}/gu, 0.3],
  ['hi', /\p{Script=Devanagari}/gu, 0.3],
  ['th', /\p{Script=Thai}/gu, 0.3],
]

/** Characters of a text that are looked at. */
const enough = 50_000

/**
 * The language of a notebook as a BCP 47 tag, for screen readers and translators: what its metadata say (`lang` or
 * `language`), else what the letters of its texts tell, else English.
 */
export function languageOf(metadata: Record<string, unknown>, texts: readonly string[]): string {
  for (const said of [metadata['lang'], metadata['language']]) {
    const tag = typeof said === 'string' ? canonical(said) : undefined
    if (tag !== undefined) return tag
  }
  const text = texts.join('\n').slice(0, enough)
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0
  const all = count(/\p{Letter}/gu)
  return scripts.find(([, letters, share]) => all > 0 && count(letters) >= share * all)?.[0] ?? 'en'
}

/** `de`, `pt-BR`; undefined for what is no tag (`English`). */
function canonical(tag: string): string | undefined {
  if (!/^[a-z]{2,3}(-|$)/i.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined // not well-formed
  }
}
