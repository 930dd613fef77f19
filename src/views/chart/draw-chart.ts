import type { Config, TopLevelSpec } from 'vega-lite'
import { mime, type MimeBundle } from '../../display/index.js'
import { dressSvg, type Drawing, type PictureWords } from '../picture.js'
import { drawPng } from '../png.js'
import { ownInk, pageInk } from './theme.js'
import { chartLibrary } from './vega.js'

export interface ChartOptions {
  /** False leaves the PNG out: for updates while something runs. */
  png?: boolean
}

/** A vega-lite spec in every form a front end may know, the richest last. */
export function chartBundle(spec: TopLevelSpec, words: PictureWords, { png = true }: ChartOptions = {}): MimeBundle {
  const svg = dressSvg(drawChart(spec), words)
  return {
    [mime.text]: words.text,
    ...(png && { [mime.png]: drawPng(svg) }),
    [mime.svg]: svg,
    [mime.vegaLite]: pageChart(spec, words),
  }
}

/** Drawn by the front end as SVG in its page, not as pixels, so that the page's colours reach it, and screen readers. */
function pageChart(spec: TopLevelSpec, words: PictureWords): TopLevelSpec {
  const config = chartLibrary().vega.mergeConfig<Config>(spec.config ?? {}, pageInk)
  return { ...spec, description: words.text, config, usermeta: { embedOptions: { renderer: 'svg' } } }
}

export function drawChart(spec: TopLevelSpec): Drawing {
  const { vega, vegaLite } = chartLibrary()
  const compiled = vegaLite.compile(spec, { logger: strictLogger, config: ownInk }).spec
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' }).run()
  try {
    const svg = renderToString(vega, view)
    const [, width = '0', height = '0'] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []
    const content = svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'))
    return { content: roundDecimals(content), width: Math.ceil(Number(width)), height: Math.ceil(Number(height)) }
  } finally {
    view.finalize()
  }
}

/** `View.toSVG` without its promise: the same renderer, given the same size, origin and ground. */
export function renderToString(
  vega: typeof import('vega'),
  view: import('vega').View,
  { loader, background = null }: { loader?: object; background?: string | null } = {},
): string {
  const { SVGStringRenderer } = vega as unknown as { SVGStringRenderer: new (loader?: object) => StringRenderer }
  const { _viewWidth: width, _viewHeight: height } = view as unknown as { _viewWidth: number; _viewHeight: number }
  const padding = view.padding()
  const sides = typeof padding === 'number' ? { left: padding, right: padding, top: padding, bottom: padding } : padding
  const { left = 0, right = 0, top = 0, bottom = 0 } = sides
  const [x, y] = view.origin()
  const renderer = new SVGStringRenderer(loader)
  renderer.background(background)
  renderer.initialize(null, width + left + right, height + top + bottom, [left + x, top + y])
  renderer.render((view.scenegraph() as unknown as { root: unknown }).root)
  return renderer.svg()
}

interface StringRenderer {
  background(colour: string | null): void
  initialize(element: null, width: number, height: number, origin: [number, number]): void
  render(scene: unknown): void
  svg(): string
}

/** A hundredth of a pixel is enough, and keeps stored pictures equal from machine to machine. Words stay as they are. */
function roundDecimals(svg: string): string {
  return svg.replace(/ (?:d|transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100)),
  )
}

/** A spec that vega-lite has to warn about is a defect of ours. */
const strictLogger = {
  level: () => strictLogger,
  error: (...words: readonly unknown[]) => fail(words),
  warn: (...words: readonly unknown[]) => fail(words),
  info: () => strictLogger,
  debug: () => strictLogger,
} as unknown as NonNullable<NonNullable<Parameters<typeof import('vega-lite').compile>[1]>['logger']>

function fail(words: readonly unknown[]): never {
  throw new Error(`vega-lite: ${words.join(' ')}`)
}
