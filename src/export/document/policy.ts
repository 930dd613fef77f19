import { createHash } from 'node:crypto'

/**
 * What the page may do, as its first lines say (Content Security Policy, level 3): run these very scripts and no other,
 * show pictures that it holds itself, and load, send and embed nothing. Styles in attributes are needed by tables of
 * outputs, which the sanitiser has gone through.
 */
export function contentPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
