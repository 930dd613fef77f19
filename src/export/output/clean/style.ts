/** Properties a `style` attribute may set: how something looks, never where on the page it lies. */
const properties = new Set(
  (
    'background background-color background-image border border-bottom border-bottom-color border-bottom-style border-bottom-width ' +
    'border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius ' +
    'border-right border-right-color border-right-style border-right-width border-spacing border-style border-top ' +
    'border-top-color border-top-style border-top-width border-width caption-side clip-path clip-rule color color-scheme display ' +
    'dominant-baseline empty-cells fill fill-opacity fill-rule filter flood-color flood-opacity font font-family ' +
    'font-size font-stretch font-style font-variant font-variant-numeric font-weight height letter-spacing line-height ' +
    'list-style-type marker-end marker-mid marker-start mask max-height max-width min-height min-width ' +
    'mix-blend-mode opacity overflow-wrap padding padding-bottom padding-left padding-right padding-top paint-order ' +
    'shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin ' +
    'stroke-miterlimit stroke-opacity stroke-width tab-size text-align text-align-last text-anchor text-decoration ' +
    'text-indent text-rendering text-transform transform transform-origin vector-effect vertical-align visibility ' +
    'white-space width word-break word-spacing word-wrap'
  ).split(' '),
)

/** What of these would lay an element of HTML over others. */
const movers = new Set(['transform', 'transform-origin'])

const functions = new Set(
  'rgb rgba hsl hsla light-dark linear-gradient calc min max translate translatex translatey scale rotate skewx skewy matrix blur'.split(
    ' ',
  ),
)

/** Words, numbers, colours, family names in quotes; no backslash, so that no letter can be written in another way. */
const value = /^[\w\s#.,%()+*/'"-]+$/

/** Nothing in a page is so large but what is to cover the rest of it, or to make it endless. Pixels, or any other unit. */
const tooLarge = /\d{5}/

/** Characters. A list of font families or dashes is long; more is no style. */
const longest = 400

const reference = /^url\(\s*["']?#([\w:.-]+)["']?\s*\)(?: none)?$/i

/**
 * The declarations of a `style` attribute that are known and harmless, in their order. No value fetches anything:
 * `url()` may only point into the same picture, and its id gets the prefix.
 *
 * @param isDrawing whether it stands in an SVG, where things may be moved
 */
export function cleanStyle(style: string, prefix: (id: string) => string, isDrawing: boolean): string {
  return style
    .split(';')
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':')
      const property = declaration.slice(0, colon).trim().toLowerCase()
      const isKnown = properties.has(property) && (isDrawing || !movers.has(property))
      const cleaned = isKnown ? cleanValue(declaration.slice(colon + 1).trim(), prefix) : undefined
      return cleaned === undefined || (!isDrawing && tooLarge.test(cleaned.replace(/#[0-9a-f]+|\.\d+/gi, '')))
        ? []
        : [`${property}:${cleaned}`]
    })
    .join(';')
}

/** A CSS value, in a `style` or in an attribute of SVG; undefined where it is refused. */
export function cleanValue(text: string, prefix: (id: string) => string): string | undefined {
  if (text.length > longest) return undefined
  const wanted = text.trim().replace(/\s*!important$/i, '')
  const [, id] = reference.exec(wanted) ?? []
  if (id !== undefined) return `url(#${prefix(id)})`
  if (!value.test(wanted) || wanted.includes('/*') || !hasPairs(wanted)) return undefined
  const called = [...wanted.matchAll(/([\w-]*)\s*\(/g)].map(([, name = '']) => name.toLowerCase())
  return called.every((name) => name === '' || functions.has(name)) ? wanted : undefined
}

function hasPairs(text: string): boolean {
  const count = (character: string) => text.split(character).length - 1
  return count('"') % 2 === 0 && count("'") % 2 === 0 && count('(') === count(')')
}
