import { parseFragment, type DefaultTreeAdapterMap } from 'parse5'
import { find, html, svg } from 'property-information'
import { schema } from '../../src/export/output/clean/schema.js'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

/** Tags that the renderers write around what was cleaned. */
const ownTags = ['pre', 'details', 'summary', 'p', 'div', 'strong', 'span', 'img']
const tags = new Set([...(schema.tagNames ?? []), ...ownTags].map((name) => name.toLowerCase()))

const names = Object.values(schema.attributes ?? {})
  .flat()
  .map((definition) => (Array.isArray(definition) ? definition[0] : definition))
const attributes = new Set([
  ...names.flatMap((name) => [find(html, name).attribute, find(svg, name).attribute]),
  ...['class', 'rel', 'role', 'tabindex', 'aria-label', 'aria-labelledby', 'open'],
])

/**
 * What in a piece of HTML should not be there, as a browser reads it, with scripts and without: nothing is taken on trust
 * from the code that cleaned it but its two lists of names.
 */
export function unsafeParts(html: string, prefix: string): string[] {
  return [true, false].flatMap((scriptingEnabled) => {
    const found: string[] = []
    for (const node of walk(parseFragment(html, { scriptingEnabled }))) {
      if (node.nodeName === '#comment' || node.nodeName === '#documentType') found.push(node.nodeName)
      if ('tagName' in node) found.push(...unsafeElement(node, prefix))
    }
    return found
  })
}

function unsafeElement(element: Element, prefix: string): string[] {
  const named = tags.has(element.tagName.toLowerCase()) ? [] : [`<${element.tagName}>`]
  return [
    ...named,
    ...element.attrs
      .filter((attribute) => !isSafe(element.tagName, attribute, prefix))
      .map(({ name, value }) => `<${element.tagName} ${name}="${value}">`),
  ]
}

function isSafe(tagName: string, { name, value }: { name: string; value: string }, prefix: string): boolean {
  if (!attributes.has(name) || /^on/i.test(name)) return false
  if (name === 'id') return value.startsWith(prefix)
  if (name === 'src') return /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*$/.test(value)
  if (name === 'href') return isSafeLink(tagName, value)
  if (name === 'style') return !/url\((?!#)|\\|expression|@|position|z-index|margin/i.test(value)
  if (['alt', 'title', 'data-tip', 'aria-label'].includes(name)) return true
  return !/url\((?!#)|\\/i.test(value)
}

function isSafeLink(tagName: string, value: string): boolean {
  if (value.startsWith('#')) return true
  if (tagName === 'image') return value.startsWith('data:image/')
  // The browser's own reading of an address, against the address of a page on a disk.
  return (
    tagName === 'a' &&
    ['http:', 'https:', 'mailto:', 'file:'].includes(new URL(value, 'file:///page/x.html').protocol) &&
    !/^file:/i.test(value)
  )
}

function* walk(node: Node): Generator<Node> {
  const stack = [node]
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next
    if ('childNodes' in next) for (const child of next.childNodes) stack.push(child)
    if ('content' in next) stack.push(next.content)
  }
}
