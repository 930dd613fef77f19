/** Where a link may lead: the web, a mailbox, a file beside the page, a place in the page. Undefined: nowhere. */
export function linkAddress(address: string, prefix: (id: string) => string): string | undefined {
  const trimmed = address.trim()
  if (trimmed.startsWith('#')) return trimmed.length > 1 ? `#${prefix(trimmed.slice(1))}` : '#'
  // A tab or a line end within is dropped by browsers when they read the scheme; no address that is meant has one.
  if (/[\u0000-\u001f\u007f\\]/.test(trimmed)) return undefined
  const [, scheme] = /^([^/?#:]*):/.exec(trimmed) ?? []
  if (scheme !== undefined) return /^(https?|mailto)$/i.test(scheme) ? trimmed : undefined
  return trimmed === '' ? undefined : trimmed
}

const signatures: readonly [type: string, bytes: RegExp][] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
]

/**
 * A picture in base64 as a data URI whose type is what its first bytes say, never what it was called; undefined where
 * they are no PNG, JPEG, GIF or WebP.
 */
export function pictureAddress(base64: string): string | undefined {
  const compact = base64.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined
  const start = Buffer.from(compact.slice(0, 32), 'base64').toString('latin1')
  const type = signatures.find(([, bytes]) => bytes.test(start))?.[0]
  return type && `data:${type};base64,${compact}`
}

/** The same for a data URI that stands in HTML or SVG. */
export function dataUriAddress(address: string): string | undefined {
  const [, base64] = /^\s*data:image\/[\w.+-]+;base64,([\s\S]*)$/i.exec(address) ?? []
  return base64 === undefined ? undefined : pictureAddress(base64)
}
