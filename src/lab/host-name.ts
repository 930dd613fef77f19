/** Letters, digits and hyphens, 63 at most: a label of a host name (RFC 1123). */
export function isHostName(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(name)
}
