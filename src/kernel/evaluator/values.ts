import { inspect, types } from 'node:util'
import { displaySymbol, isDisplayable, type MimeBundle } from '../../display/index.js'
import { likenessOf } from './rich/likeness.js'

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
  // A proxy may be revoked, when any question throws; inspect looks behind it.
  if (types.isProxy(value) && !answers(value)) return { 'text/plain': plainText(value) }
  if (!isDisplayable(value)) return { 'text/plain': plainText(value), ...likenessOf(value) }
  const bundle = await value[displaySymbol]()
  if (Object.keys(bundle).length === 0) return undefined
  return bundle['text/plain'] === undefined ? { 'text/plain': plainText(value), ...bundle } : bundle
}

function answers(proxy: object): boolean {
  try {
    isDisplayable(proxy)
    return true
  } catch {
    // Revoked, or a trap that throws.
    return false
  }
}
