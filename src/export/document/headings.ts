import type { PageWords } from '../words/en.js'
import { slugMaker, slugOfPlace } from './slug.js'

/** A heading of the page: its place for links, its level there, and its words. */
export interface Heading {
  id: string
  level: number
  /** As the page writes it, without links. */
  html: string
  /** `3` or `3.1`: of the lesson's sections. */
  number: string
}

const pattern = /<h([1-6])(?:\s[^>]*)?>([^]*?)<\/h\1>/g

/**
 * Settles the headings of a page over all of its texts, in order: one of level 1, none that leaves a level out, an id each,
 * sections numbered. A notebook that has its title as its first heading keeps its levels; any other is given a title, and
 * its headings stand one level below it.
 */
export class Headings {
  readonly all: Heading[] = []
  readonly title: string
  /** Whether the title has still to be shown: no text holds it. */
  readonly isTitleOwn: boolean
  readonly #shift: number
  readonly #slug = slugMaker()
  readonly #words: PageWords
  #previous = 1
  #seenTitle = false
  readonly #counts = [0, 0]

  /** @param texts HTML of the notebook's Markdown cells, in order */
  constructor(texts: readonly string[], fallbackTitle: string, words: PageWords) {
    this.#words = words
    const levels = texts
      .flatMap((text) => [...text.matchAll(pattern)].map(([, level, html = '']) => ({ level, html })))
      .filter(({ html }) => plain(html) !== '')
    const first = levels[0]
    this.isTitleOwn = first?.level !== '1'
    this.title = this.isTitleOwn ? fallbackTitle : plain(first?.html ?? '')
    const others = levels.slice(this.isTitleOwn ? 0 : 1)
    this.#shift = others.some(({ level }) => level === '1') ? 1 : 0
  }

  /** The text with its headings as the page has them. */
  settle(text: string): string {
    return text.replace(pattern, (_, written: string, inner: string) => {
      // Nothing in words, as a banner or an anchor has it: it heads nothing.
      if (plain(inner) === '') return `<div>${inner}</div>`
      if (!this.isTitleOwn && !this.#seenTitle) {
        this.#seenTitle = true
        return `<h1>${inner}</h1>`
      }
      const level = Math.min(6, Math.max(2, Number(written) + this.#shift), this.#previous + 1)
      this.#previous = level
      const heading = { id: this.#slug(plain(inner)), level, html: inContents(inner), number: this.#count(level) }
      this.all.push(heading)
      const number = heading.number === '' ? '' : `<span class="no">${heading.number}</span> `
      return `<h${level} id="${heading.id}">${number}${inner} <a class="here" href="#${heading.id}" aria-label="${this.#words.sectionLink}">#</a></h${level}>`
    })
  }

  /** Where the next cell stands: the section's number, empty before the first. */
  get section(): string {
    return this.#counts[0] === 0 ? '' : String(this.#counts[0])
  }

  /** Links of texts to a section by its words, as JupyterLab makes them, lead there; each text has a prefix of its own. */
  linkUp(main: string): string {
    const ids = new Set(this.all.map(({ id }) => id))
    return main.replace(/ href="#m\d+-([^"]*)"/g, (whole, place: string) => {
      const id = slugOfPlace(place)
      return ids.has(id) ? ` href="#${id}"` : whole
    })
  }

  #count(level: number): string {
    if (level > 3) return ''
    const [sections = 0, parts = 0] = this.#counts
    if (level === 2) this.#counts.splice(0, 2, sections + 1, 0)
    else this.#counts[1] = parts + 1
    return this.#counts.slice(0, level - 1).join('.')
  }
}

/** What stays of a heading in the contents: words, code and formulas. A picture is its words. */
const kept =
  /^(?:b|code|del|em|i|kbd|math|m(?:error|frac|i|n|o|over|padded|root|row|s|space|sqrt|style|su[bp]|subsup|table|td|text|tr|under|underover)|s|strong|su[bp])$/

function inContents(html: string): string {
  return withAlt(html).replace(/<\/?([a-z][\w-]*)[^>]*>/gi, (tag, name: string) => {
    // An id stays where the heading stands.
    return kept.test(name) ? tag.replace(/ id="[^"]*"/, '') : ''
  })
}

function withAlt(html: string): string {
  return html.replace(/<img\b[^>]*>/g, (tag) => / alt="([^"]*)"/.exec(tag)?.[1] ?? '')
}

/** The words of a piece of clean HTML. */
export function plain(html: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
  return withAlt(html)
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
    })
    .replace(/\u200b/g, '')
    .trim()
}
