import { neutral } from '../../views/index.js'
import { en, type PageWords } from '../words/en.js'

/** Of an element: what it looks like, as far as a style sheet can say it. */
const looks =
  /^(?:fill|stroke|stroke-(?:dasharray|width|linecap|linejoin|opacity)|font-(?:size|weight)|text-anchor|opacity)$/
/** A value that can stand in a style sheet as it is. */
const plain = /^[#\w. -]+$/
/** A picture of ours: its start with its words, what it draws, its end, and the data that unfold below it. */
const figures =
  /(<div class="o-picture o-own"><svg\b[^>]*>(?:<title\b[^>]*>[^<]*<\/title>)?(?:<desc\b[^>]*>[^<]*<\/desc>)?)([^]*?)(<\/svg><\/div>)(<details class="data">[^]*?<\/details>|)/g
/** Shorter than this, a second time takes no more than the reference to the first. Characters. */
const worthwhile = 400

export interface Shared {
  html: string
  /** What the classes of the pictures look like. */
  css: string
}

/**
 * What our own pictures of a page have in common, said once: a look that many elements have is a class, and a picture
 * that stands in the page already is referred to. Neutral colours are classes always, since they turn with the page.
 *
 * @param html whose pictures were cleaned: attributes in double quotes, no `<` or `>` in them
 */
export function sharePictures(html: string, words: PageWords = en): Shared {
  const counts = new Map<string, number>()
  eachLook(html, (look) => {
    counts.set(look, (counts.get(look) ?? 0) + 1)
    return undefined
  })
  const names = new Map<string, string>()
  for (const [look, count] of counts) {
    // A rule and a class each time, against the attributes each time.
    if (hasNeutral(look) || count * (look.length - 11) > look.length + 6) names.set(look, `p${names.size}`)
  }
  const dressed = eachLook(html, (look, whole) => {
    const name = names.get(look)
    return name === undefined ? whole : ` class="${name}"`
  })
  const css = [...names].map(([look, name]) => `.${name}{${declarations(look)}}`).join('')
  return { html: withoutTwins(dressed, words.data.twin), css }
}

/** Goes through the elements of our own pictures; what `replace` returns takes the place of their look. */
function eachLook(html: string, replace: (look: string, whole: string) => string | undefined): string {
  return html.replace(figures, (_, head: string, content: string, end: string, data: string) => {
    const replaced = content.replace(/<\w+((?: [\w:-]+="[^"]*")+)/g, (tag, attributes: string) => {
      const found = [...attributes.matchAll(/ ([\w:-]+)="([^"]*)"/g)].filter(([, name = '', value = '']) => {
        return looks.test(name) && plain.test(value)
      })
      if (found.length === 0 || / (?:class|style)="/.test(attributes)) return tag
      const whole = found.map(([text]) => text)
      const look = whole.toSorted().join('')
      const rest = whole.reduce((text, each) => text.replace(each, ''), attributes)
      return tag.replace(attributes, () => rest + (replace(look, whole.join('')) ?? whole.join('')))
    })
    return head + replaced + end + data
  })
}

function hasNeutral(look: string): boolean {
  return Object.values(neutral).some(({ light }) => look.includes(`"${light}"`))
}

function declarations(look: string): string {
  return [...look.matchAll(/ ([\w-]+)="([^"]*)"/g)]
    .map(
      ([, name = '', value = '']) =>
        `${name}:${name === 'font-size' ? `${Number.parseFloat(value)}px` : turning(value)}`,
    )
    .join(';')
}

/** A neutral colour of the palette as it is on a light page and on a dark one. */
function turning(value: string): string {
  const found = Object.entries(neutral).find(([, { light }]) => light === value)
  if (found === undefined) return value
  const [name, { light, dark }] = found
  return name === 'ground' ? 'var(--ground)' : `light-dark(${light},${dark})`
}

interface First {
  id: string
  /** What follows the picture: its data, unfolding. */
  data: string
  isUsed: boolean
}

/** The second of two equal pictures draws the first again, and its data are the first's; its title stays its own. */
function withoutTwins(html: string, words: string): string {
  const known = new Map<string, First>()
  const repeated = html.replace(figures, (whole, head: string, content: string, end: string, data: string) => {
    const first = known.get(content)
    if (first === undefined) {
      if (content.length > worthwhile && !content.includes(' id="')) {
        known.set(content, { id: `picture-${known.size + 1}`, data, isUsed: false })
      }
      return whole
    }
    first.isUsed = true
    const link = `<p class="data"><a href="#${first.id}">${words}</a></p>`
    return `${head}<use href="#${first.id}"/>${end}${data !== '' && data === first.data ? link : data}`
  })
  return repeated.replace(figures, (_, head: string, content: string, end: string, data: string) => {
    const first = known.get(content)
    return head + unquoted(first?.isUsed === true ? `<g id="${first.id}">${content}</g>` : content) + end + data
  })
}

/** Most attributes of a drawing are numbers, which HTML takes as they are. */
function unquoted(content: string): string {
  return content.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/="([\w.#-]+)"(?=[ >])/g, '=$1'))
}
