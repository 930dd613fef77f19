import { inspect } from 'node:util'
import { displaySymbol, isDisplayable, type MimeBundle } from '../../display/index.js'

/** Plain text of any value, without colours. */
export function plainText(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 })
}

/**
 * What a cell's last value looks like. Undefined: nothing is to be shown, since there is no value or it has been shown
 * already (an empty bundle says so).
 *
 * @throws whatever the value's own display function throws
 */
export async function bundleOf(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined || value === null) return undefined
  if (!isDisplayable(value)) return { 'text/plain': plainText(value) }
  const bundle = await value[displaySymbol]()
  if (Object.keys(bundle).length === 0) return undefined
  return bundle['text/plain'] === undefined ? { 'text/plain': plainText(value), ...bundle } : bundle
}
