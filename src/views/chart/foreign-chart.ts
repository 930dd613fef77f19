import { createContext, Script } from 'node:vm'
import { fontFamily } from '../font/text-width.js'
import { renderToString } from './draw-chart.js'
import { chartLibrary } from './vega.js'

/** A chart that people made is drawn in a tenth of it, also on a slow machine. Milliseconds. */
const longest = 10_000

/** Larger specs hold more marks than a page can show one by one. Characters of JSON. */
const largest = 3_000_000

/**
 * The SVG of somebody else's vega-lite or vega spec; undefined where it cannot be drawn, or where it needs data that is
 * not in it. The spec is not trusted: its expressions are interpreted, never compiled to code, it loads nothing, and it is
 * stopped after ten seconds. The same spec gives the same picture, jitter included.
 *
 * @param spec the value of a bundle's `application/vnd.vegalite.v*+json` or `application/vnd.vega.v*+json`
 */
export async function foreignChart(spec: object, kind: 'vega' | 'vega-lite'): Promise<string | undefined> {
  const text = JSON.stringify(spec)
  // A sequence makes any number of rows out of a few letters.
  if (text.length > largest || /\bsequence\b/.test(text)) return undefined
  const { vega, vegaLite } = chartLibrary()
  const { expressionInterpreter } = await import('vega-interpreter')
  ;(vega as unknown as { setRandom(random: () => number): void }).setRandom(seeded())
  const loader = new RefusingLoader()
  const draw = (): string => {
    const config = { background: 'white', font: fontFamily }
    const compiled = kind === 'vega' ? spec : vegaLite.compile(spec as never, { logger: silent as never, config }).spec
    // `ast`: expressions stay as they were parsed, for the interpreter.
    const runtime = vega.parse(compiled, {}, { ast: true })
    const options = { renderer: 'none', loader, logger: silent, expr: expressionInterpreter }
    const view = new vega.View(runtime, options as never).run()
    try {
      return renderToString(vega, view, { loader, background: view.background() })
    } finally {
      view.finalize()
    }
  }
  try {
    const svg = within(longest, draw)
    return loader.wasAsked ? undefined : svg
  } catch {
    // A spec of a version or with a function that we do not know, or without an end: it is named instead.
    return undefined
  }
}

/** What a function returns, stopped by an error where it takes longer: the one way to stop code that runs on this thread. */
function within<Value>(ms: number, run: () => Value): Value {
  return new Script('run()').runInContext(createContext({ run }), { timeout: ms }) as Value
}

/** An exported page holds what the notebook holds, and asks for nothing, not even while it is made. */
class RefusingLoader {
  wasAsked = false
  readonly load = () => this.#refuse()
  /** Links of marks, and pictures: to nowhere. (A refusal here is an error in vega that nobody catches.) */
  readonly sanitize = () => Promise.resolve({ href: '' })
  readonly http = () => this.#refuse()
  readonly file = () => this.#refuse()

  #refuse(): Promise<never> {
    this.wasAsked = true
    return Promise.reject(new Error('an exported page loads nothing'))
  }
}

/** A linear congruential generator with the constants of Numerical Recipes. */
function seeded(): () => number {
  let state = 1
  return () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296
}

const silent: Record<string, () => unknown> = Object.fromEntries(
  ['level', 'error', 'warn', 'info', 'debug'].map((name) => [name, () => silent]),
)
