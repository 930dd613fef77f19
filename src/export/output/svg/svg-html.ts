import type { Element, Root } from 'hast'
import { cleanHtml } from '../clean/clean-html.js'
import { parseHtml } from '../clean/parse.js'
import { writeHtml } from '../clean/write.js'
import { cutWords, stripTags } from '../words.js'
import { minifySvg } from './minify.js'

export interface SvgWords {
  /** Begins every id. */
  prefix: string
  /** Its title where the picture has none. */
  title: string
}

export interface SvgPicture {
  html: string
  title: string
  /** The picture's own long description; '' where it has none. */
  description: string
  /** Whether its neutral colours are those of our own pictures, which turn with the page. */
  isOwn: boolean
}

/**
 * A stored SVG as one element of the page: cleaned, small, named for screen readers by its title and description.
 * Undefined where the text holds no SVG.
 */
export async function svgHtml(source: string, { prefix, title: fallback }: SvgWords): Promise<SvgPicture | undefined> {
  // views/picture.ts names its pictures so, and gives each rules for dark pages.
  const isOwn = /<svg\b[^>]*\sid="vb-[0-9a-f]{10}"/.test(source.slice(0, 2000))
  const small = await minifySvg(withoutProlog(source), isOwn)
  const svg = parseHtml(cleanHtml(small, { prefix })).children.find(isSvg)
  if (!svg) return undefined
  const title = takeText(svg, 'title') || fallback
  const description = takeText(svg, 'desc') || wordsIn(source)
  nameSvg(svg, prefix, title, description)
  scale(svg)
  if (isOwn) for (const name of ['fontFamily', 'style']) delete svg.properties[name] // as the page's styles have them
  return { html: writeHtml({ type: 'root', children: [svg] } satisfies Root), title, description, isOwn }
}

/** HTML knows no XML declaration, document type or CDATA outside of SVG; internal entities would be lost with the type. */
function withoutProlog(source: string): string {
  const start = source.search(/<svg[\s>]/i)
  return start === -1 ? source : source.slice(start)
}

function isSvg(node: Root['children'][number]): node is Element {
  return node.type === 'element' && node.tagName === 'svg'
}

/** Takes a child that names the picture out of it, to be put back as its first. */
function takeText(svg: Element, tagName: string): string {
  const found = svg.children.find((child) => child.type === 'element' && child.tagName === tagName) as
    Element | undefined
  svg.children = svg.children.filter((child) => child !== found)
  return (
    found?.children
      .map((child) => (child.type === 'text' ? child.value : ''))
      .join('')
      .trim() ?? ''
  )
}

/** The words of a picture that says nothing about itself: its texts, or, where they are drawn as shapes, their notes. */
function wordsIn(source: string): string {
  // Matplotlib draws letters as paths and leaves what they spell as a comment.
  const found = [
    ...source.matchAll(/<text\b[^>]{0,500}>([^]{0,500}?)<\/text>|<g id="text_\d+">\s*<!-- ([^]{0,500}?) -->/g),
  ]
  const words = found.slice(0, 200).map(([, text, note]) => stripTags(text ?? note ?? ''))
  return words.length === 0 ? '' : `Words in the picture: ${cutWords(words.filter(Boolean).join(', '), 500)}`
}

function nameSvg(svg: Element, prefix: string, title: string, description: string): void {
  const words = [
    { tagName: 'title', value: title },
    { tagName: 'desc', value: description },
  ].filter(({ value }) => value !== '')
  svg.children.unshift(
    ...words.map(({ tagName, value }) => {
      const properties = { id: `${prefix}${tagName}` }
      return { type: 'element' as const, tagName, properties, children: [{ type: 'text' as const, value }] }
    }),
  )
  delete svg.properties['ariaLabel']
  delete svg.properties['id']
  svg.properties['role'] = 'img'
  svg.properties['ariaLabelledBy'] = words.map(({ tagName }) => `${prefix}${tagName}`)
}

/** A picture of a fixed size can only shrink with the page when it has a view box. */
function scale({ properties }: Element): void {
  const [width, height] = [properties['width'], properties['height']].map((side) => Number.parseFloat(String(side)))
  if (properties['viewBox'] === undefined && width && height) properties['viewBox'] = `0 0 ${width} ${height}`
}
