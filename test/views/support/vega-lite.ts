import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import type { MimeBundle } from '../../../src/display/index.js'

/** The schema is two megabytes: compiled without the checks and rewritings that would only serve many charts. */
const quick = {
  strict: false,
  validateFormats: false,
  validateSchema: false,
  inlineRefs: false,
  code: { optimize: false },
}

let validate: ValidateFunction | undefined

/** What vega-lite's own schema has to say against a bundle's chart. */
export function schemaFaults(bundle: MimeBundle): string[] {
  const path = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json')
  validate ??= new Ajv(quick).compile(JSON.parse(readFileSync(path, 'utf8')) as object)
  return validate(chartOf(bundle))
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}

export interface Chart {
  $schema: string
  description: string
  title: { text: string[]; subtitle?: string[] }
}

export function chartOf(bundle: MimeBundle): Chart {
  return bundle['application/vnd.vegalite.v5+json'] as Chart
}
