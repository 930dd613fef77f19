/** The place of something in a topology, below another one: `namespaces.ns1`, `sysctls['net.ipv4.ip_forward']`. */
export function below(place: string, key: string): string {
  const isPlain = /^[\w/-]+$/.test(key)
  if (place === '') return isPlain ? key : `['${key}']`
  return isPlain ? `${place}.${key}` : `${place}['${key}']`
}
