import type { Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { defaultTreeAdapter, html as names, parse, type DefaultTreeAdapterMap, type TreeAdapter } from 'parse5'

/** Levels. Browsers stop at 512; a page has a few dozen, and each level costs a reader of HTML more than the one before. */
const maxDepth = 500

/** HTML that is nested too deeply or too tangled to be taken apart. */
export class UnreadableHtmlError extends Error {
  override readonly name = 'UnreadableHtmlError'
}

/**
 * HTML as a browser reads it in the middle of a page, so that what is looked at here is what will be shown. The `br`
 * makes sure that a frameset can no longer take the body's place.
 *
 * @throws UnreadableHtmlError where it is nested deeper than 500 levels, or makes many more elements than it has tags.
 */
export function parseHtml(html: string): Root {
  const page = parse(`<!DOCTYPE html><body><br>${html}`, { treeAdapter: boundedAdapter(html.length) })
  const childNodes = bodyOf(page).childNodes.slice(1)
  return fromParse5({ nodeName: '#document-fragment', childNodes }) as Root
}

function bodyOf(page: DefaultTreeAdapterMap['document']): DefaultTreeAdapterMap['element'] {
  const [body] = page.childNodes
    .flatMap((node) => ('childNodes' in node ? node.childNodes : []))
    .filter((node) => 'tagName' in node && node.tagName === 'body')
  if (!body || !('tagName' in body)) throw new Error('a page without a body: parse5 always makes one')
  return body
}

/**
 * An open `<b>` is opened again in each paragraph that follows: n of them and m paragraphs are n × m elements, out of
 * n + m tags. A tag takes three characters at least, so more elements than a third of the text are such a flood.
 */
function boundedAdapter(length: number): TreeAdapter<DefaultTreeAdapterMap> {
  const most = length / 3 + 1000
  let elements = 0
  let depth = 0
  return {
    ...defaultTreeAdapter,
    createElement(...parts) {
      if (++elements > most) throw new UnreadableHtmlError('HTML whose elements multiply when it is read')
      const element = defaultTreeAdapter.createElement(...parts)
      // SVG may hold an element of that name, which has no content of its own: the next reader of this tree expects one.
      if (element.tagName !== 'template' || element.namespaceURI === names.NS.HTML) return element
      return Object.assign(element, { content: defaultTreeAdapter.createDocumentFragment() })
    },
    onItemPush() {
      if (++depth > maxDepth) throw new UnreadableHtmlError(`HTML nested deeper than ${maxDepth} levels`)
    },
    onItemPop: () => void depth--,
  }
}
