import type { Element, ElementContent, Properties, Root, RootContent } from 'hast'
import type { CleanOptions } from '../types.js'
import { dataUriAddress, linkAddress } from './address.js'
import { cleanStyle, cleanValue } from './style.js'

/** Elements with text and nothing else: HTML and SVG, or HTML and MathML, could change places within them. */
const textOnly = new Set(['title', 'desc', 'mi', 'mn', 'mo', 'ms', 'mtext'])

/** Attributes that browsers read as CSS values: the ones where `url(…)` would fetch. */
const cssValued = new Set<string>(
  (
    'clipPath color fill filter floodColor fontFamily fontSize markerEnd markerMid markerStart mask stopColor stroke ' +
    'mathbackground mathcolor'
  ).split(' '),
)

const sides = new Set(['width', 'height', 'minsize', 'lspace', 'rspace', 'voffset', 'depth'])
/** Pixels, or any other unit: no picture is so large. */
const largest = 20_000
/** Browsers compute each pixel of a blur from all within its radius. */
const largestBlur = 100

function isBlurred(value: string): boolean {
  return value.split(/[\s,]+/).some((each) => !(Number(each) <= largestBlur))
}

/**
 * What an allow-list of names cannot say: values. Changes the tree that the sanitiser returned; everything done here
 * takes something away, prefixes it or replaces it by text.
 */
export function narrow(root: Root, { prefix, picture }: CleanOptions): Root {
  const prefixed = (id: string) => (id.startsWith(prefix) ? id : prefix + id)
  const ids = new Set<string>()
  const visit = (node: Root | Element, isForeign: boolean): void => {
    node.children = (node.children as RootContent[]).flatMap((child) => {
      // Marks that stand for HTML (markdown/holes.ts) have no place in a drawing or a formula.
      if (child.type === 'text' && isForeign) child.value = child.value.replace(/\ue000[^\ue001]*\ue001?/g, '')
      if (child.type !== 'element') return child
      const isWithin = isForeign || child.tagName === 'svg' || child.tagName === 'math'
      const kept = narrowElement(child, prefixed, isWithin, picture)
      // An id stands once in a page: the first has it, as for a browser.
      if (kept.type === 'element' && typeof kept.properties['id'] === 'string') {
        if (ids.has(kept.properties['id'])) delete kept.properties['id']
        else ids.add(kept.properties['id'])
      }
      if (kept.type === 'element') visit(kept, isWithin)
      return kept
    })
  }
  visit(root, false)
  return root
}

type Prefixed = (id: string) => string

function narrowElement(
  element: Element,
  prefixed: Prefixed,
  isForeign: boolean,
  picture: CleanOptions['picture'],
): ElementContent {
  const { tagName, properties } = element
  for (const [name, value] of Object.entries(properties)) {
    const narrowed = narrowValue(name, asText(value), prefixed, isForeign)
    if (narrowed === undefined) delete properties[name]
    else if (narrowed !== asText(value)) properties[name] = narrowed
  }
  if (textOnly.has(tagName)) element.children = [{ type: 'text', value: textOf(element) }]
  // A header that says nothing heads nothing: the corner of a data frame's table.
  if (tagName === 'th' && textOf(element).trim() === '') element.tagName = 'td'
  if (tagName === 'img') return narrowImage(element, picture)
  narrowAddress(element, prefixed)
  return element
}

function narrowValue(name: string, value: string, prefixed: Prefixed, isForeign: boolean): string | undefined {
  // Marks of the page's own, which stand for HTML: only text may hold one (markdown/holes.ts).
  if (/[\ue000\ue001]/.test(value)) return undefined
  if (name === 'id') return /^\S+$/.test(value) ? prefixed(value) : undefined
  if (name === 'ariaLabelledBy' || name === 'headers') return value.split(/\s+/).filter(Boolean).map(prefixed).join(' ')
  if (name === 'style') return cleanStyle(value, prefixed, isForeign) || undefined
  if (name === 'className') return value === '' ? undefined : value
  if (name === 'xmlns') return undefined
  if (sides.has(name) && Number.parseFloat(value) > largest) return undefined
  if (name === 'stdDeviation' || name === 'radius') return isBlurred(value) ? undefined : value
  if (cssValued.has(name)) return cleanValue(value, prefixed)
  // Whatever else a browser may one day read as CSS.
  return /url\s*\(|\\/i.test(value) &&
    !['href', 'xLinkHref', 'src', 'alt', 'title', 'ariaLabel', 'dataTip'].includes(name)
    ? undefined
    : value
}

function narrowAddress({ tagName, properties }: Element, prefixed: Prefixed): void {
  const given = properties['href'] ?? properties['xLinkHref']
  delete properties['xLinkHref']
  delete properties['href']
  if (given === undefined) return
  const address = addressFor(tagName, asText(given), prefixed)
  if (address === undefined) return
  properties['href'] = address
  if (tagName === 'a' && !address.startsWith('#')) properties['rel'] = ['noopener', 'noreferrer']
}

/** `a` leads somewhere; `image` brings its picture along; gradients, patterns and `use` point within the picture. */
function addressFor(tagName: string, address: string, prefixed: Prefixed): string | undefined {
  if (tagName === 'a') return linkAddress(address, prefixed)
  if (tagName === 'image') return dataUriAddress(address)
  return /^\s*#\S+$/.test(address) ? linkAddress(address, prefixed) : undefined
}

function narrowImage(element: Element, picture: CleanOptions['picture']): ElementContent {
  const source = asText(element.properties['src'])
  const address = dataUriAddress(source) ?? dataUriAddress((!/^data:/i.test(source) && picture?.(source)) || '')
  const alt = asText(element.properties['alt'])
  if (address !== undefined) {
    element.properties['src'] = address
    element.properties['alt'] = alt
    return element
  }
  return { type: 'text', value: alt === '' ? '[picture not in this file]' : `[picture not in this file: ${alt}]` }
}

function asText(value: Properties[string]): string {
  return Array.isArray(value) ? value.join(' ') : String(value ?? '')
}

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')
}
