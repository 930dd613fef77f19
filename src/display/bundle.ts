/**
 * What a value looks like in each MIME type a front end may know, the richest last.
 * `text/plain` is always there; an empty bundle means "already shown, add nothing".
 *
 * Format: Jupyter messaging protocol, "display_data" (content.data).
 */
export type MimeBundle = Readonly<Record<string, unknown>> & { readonly 'text/plain'?: string }

/** The convention of TypeScript kernels (Deno, tslab forks): a value that knows how to be shown. */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display') as never

export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>
}

export function isDisplayable(value: unknown): value is Displayable {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as Partial<Displayable>)[displaySymbol] === 'function'
  )
}
