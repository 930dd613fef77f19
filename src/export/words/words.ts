import { en, type PageWords } from './en.js'
import { zh } from './zh.js'

const catalogues: Readonly<Record<string, PageWords>> = { en, zh }

/**
 * What a page says in the language of its notebook; in English where there is no catalogue of it.
 *
 * @param language a BCP 47 tag: `zh-Hans`
 */
export function wordsIn(language: string): PageWords {
  const [name = ''] = language.toLowerCase().split('-')
  return Object.hasOwn(catalogues, name) ? (catalogues[name] ?? en) : en
}
