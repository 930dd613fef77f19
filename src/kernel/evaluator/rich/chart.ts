import type { MimeBundle } from '../../../display/index.js'

/**
 * Versions whose MIME type JupyterLab 4.6 renders. It draws all of them by vega 5 and vega-lite 5, which take most of what
 * is written for their neighbours: other versions are sent as that, too, beside the type of their own.
 */
const rendered = { vega: [5], 'vega-lite': [3, 4, 5] }
const nearest = 5

/** A vega or vega-lite specification, by its `$schema`, as in https://vega.github.io/schema/vega-lite/v5.json. */
export function chartOf(value: unknown): MimeBundle | undefined {
  const schema = typeof value === 'object' && value !== null && (value as { $schema?: unknown }).$schema
  if (typeof schema !== 'string') return undefined
  const [, kind, version] = /\/schema\/(vega|vega-lite)\/v(\d+)/.exec(schema) ?? []
  if (kind !== 'vega' && kind !== 'vega-lite') return undefined
  const versions = [Number(version), ...(rendered[kind].includes(Number(version)) ? [] : [nearest])]
  return Object.fromEntries(
    versions.map((each) => [`application/vnd.${kind === 'vega' ? 'vega' : 'vegalite'}.v${each}+json`, value]),
  )
}
