import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import type { MimeBundle } from '../../../src/display/index.js'

let validate: ValidateFunction | undefined

/** What vega-lite's own schema has to say against a bundle's chart. */
export function schemaFaults(bundle: MimeBundle): string[] {
  const path = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json')
  validate ??= new Ajv({ strict: false, validateFormats: false, allErrors: false }).compile(
    JSON.parse(readFileSync(path, 'utf8')) as object,
  )
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
