import type { Schema } from 'hast-util-sanitize'

/**
 * All that untrusted HTML, SVG and MathML may hold; everything else is unwrapped (its text stays) or, in `stripped`,
 * taken out whole. Names are hast's: SVG's in its own case, attributes as properties (`stroke-width` is `strokeWidth`).
 *
 * The list is written so that it is safe whatever a browser makes of the tree: no element whose content is raw text
 * (style, script, xmp, textarea, noscript, …) is on it, so every `<` that reaches the page begins a tag of this list.
 */
const text =
  'a abbr b bdi bdo big br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'
const blocks =
  'address article blockquote center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hgroup hr img li ol p pre section summary ul'
const tables = 'caption col colgroup table tbody td tfoot th thead tr'

/** No foreignObject (it would hold HTML), no animate and set (they change href), no script, style, image by address. */
const svg =
  'circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA ' +
  'feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset filter g image line linearGradient ' +
  'marker mask path pattern polygon polyline radialGradient rect stop switch symbol text textPath title tspan use'

/** MathML Core without `semantics` and its annotations, which may hold HTML. */
const mathml =
  'menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle ' +
  'msub msubsup msup mtable mtd mtext mtr munder munderover none'

const words = (list: string) => list.split(' ')
const within = (list: string, parent: string) => Object.fromEntries(words(list).map((name) => [name, [parent]]))

/** Attributes of SVG that say how something is drawn or where; `url(…)` in them is looked at in narrow.ts. */
const drawing = words(
  'clipPath clipRule clipPathUnits color colorInterpolation colorInterpolationFilters cx cy d dx dy dominantBaseline ' +
    'fill fillOpacity fillRule filter filterUnits floodColor floodOpacity fontFamily fontSize fontStretch fontStyle ' +
    'fontVariant fontWeight fr fx fy gradientTransform gradientUnits in in2 k1 k2 k3 k4 letterSpacing lengthAdjust ' +
    'markerEnd markerHeight markerMid markerStart markerUnits markerWidth mask maskContentUnits maskUnits mode offset ' +
    'opacity operator order orient overflow paintOrder pathLength patternContentUnits patternTransform patternUnits ' +
    'points preserveAspectRatio primitiveUnits r radius refX refY result rotate rx ry shapeRendering slope ' +
    'spreadMethod startOffset stdDeviation stopColor stopOpacity stroke strokeDashArray strokeDashOffset strokeLineCap ' +
    'strokeLineJoin strokeMiterLimit strokeOpacity strokeWidth tableValues textAnchor textDecoration textLength ' +
    'textRendering transform transformOrigin type values vectorEffect viewBox visibility wordSpacing writingMode ' +
    'x x1 x2 xChannelSelector y y1 y2 yChannelSelector xmlSpace',
)

const layout = words('align dir height lang style title vAlign width')

const maths = words(
  'accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence form frame ' +
    'framespacing height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize ' +
    'movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width',
)

/** Classes that the page's own style sheet knows; others could pose as parts of the page. */
const classes: [string, ...(string | RegExp)[]] = [
  'className',
  'dataframe',
  /^language-[\w+#.-]+$/,
  /^hljs(-[\w-]+)?$/,
  /^(function|class|inherited)_$/,
  /^tml-[\w-]+$/,
]

export const stripped = words(
  'annotation annotation-xml applet base embed foreignObject frame frameset head iframe link meta metadata noembed ' +
    'noframes noscript object plaintext script select style template textarea xmp audio video animate animateMotion ' +
    'animateTransform set',
)

export const schema: Schema = {
  tagNames: [...words(`${text} ${blocks} ${tables}`), 'svg', ...words(svg), 'math', ...words(mathml)],
  ancestors: {
    ...within('caption col colgroup tbody td tfoot th thead tr', 'table'),
    ...within(svg, 'svg'),
    ...within(mathml, 'math'),
  },
  attributes: {
    // dataMarks: the layer of a chart whose marks these are, by which the page finds their data.
    '*': ['id', classes, ['dataMarks', /^\w*$/], ...layout, ...drawing, ...maths],
    a: ['href', 'xLinkHref'],
    col: ['span'],
    colgroup: ['span'],
    details: ['open'],
    image: ['href', 'xLinkHref'],
    img: ['src', 'alt'],
    li: ['value'],
    linearGradient: ['href', 'xLinkHref'],
    ol: ['start', 'type', 'reversed'],
    pattern: ['href', 'xLinkHref'],
    radialGradient: ['href', 'xLinkHref'],
    svg: ['xmlns', ['role', 'img'], 'ariaLabel', 'ariaLabelledBy'],
    td: ['colSpan', 'rowSpan', 'headers'],
    textPath: ['href', 'xLinkHref'],
    th: ['colSpan', 'rowSpan', 'headers', 'scope'],
    use: ['href', 'xLinkHref'],
  },
  // What a scheme may be; what else holds for an address is in narrow.ts. Addresses without one are relative.
  protocols: {
    href: ['http', 'https', 'mailto', 'data'],
    xLinkHref: ['http', 'https', 'mailto', 'data'],
    src: ['data', 'http', 'https', 'attachment'],
  },
  required: {},
  strip: stripped,
  // Ids are given their prefix in narrow.ts, together with what refers to them.
  clobber: [],
  clobberPrefix: '',
}
