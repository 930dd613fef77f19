import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compileFunction } from 'node:vm'
import type * as Vega from 'vega'
import type * as VegaLite from 'vega-lite'
import { textWidth } from '../font/text-width.js'

export interface ChartLibrary {
  vega: typeof Vega
  vegaLite: typeof VegaLite
}

let loaded: ChartLibrary | undefined

/**
 * vega and vega-lite, loaded when the first chart is drawn. Their bundles for script tags, not their ES modules: those
 * hold a top-level await (so that `require` refuses them and a chart could not be drawn synchronously) and are some
 * sixty files against two.
 */
export function chartLibrary(): ChartLibrary {
  if (loaded) return loaded
  const vega = runBundle('vega', 'vega.min.js') as typeof Vega
  const vegaLite = runBundle('vega-lite', 'vega-lite.min.js', { vega }) as typeof VegaLite
  measureWithOurFont(vega)
  loaded = { vega, vegaLite }
  return loaded
}

function runBundle(name: string, file: string, needs: Record<string, unknown> = {}): unknown {
  const path = join(dirname(createRequire(import.meta.url).resolve(name)), file)
  const module = { exports: {} }
  const run = compileFunction(readFileSync(path, 'utf8'), ['exports', 'module', 'require'], { filename: path }) as (
    exports: unknown,
    module: { exports: unknown },
    require: (name: string) => unknown,
  ) => void
  run(module.exports, module, (wanted) => needs[wanted])
  return module.exports
}

interface MeasuredItem {
  fontSize?: number
  fontWeight?: string | number
  limit?: number
}

/** Without a canvas vega guesses at widths; labels placed by guesses collide. */
function measureWithOurFont(vega: typeof Vega): void {
  const metrics = (
    vega as unknown as { textMetrics: { width(item: MeasuredItem, text: string | number | null): number } }
  ).textMetrics
  metrics.width = (item, text) => {
    const isBold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600
    return textWidth(String(text ?? ''), item.fontSize ?? 11, isBold ? 'bold' : 'normal')
  }
}
