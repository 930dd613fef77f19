/** What iproute2 calls the kernel's numbers: the files of /etc/iproute2, which a learner may add to. */
export interface NameTables {
  /** rt_tables, by number. */
  tables: Record<number, string>
  /** rt_protos */
  protocols: Record<number, string>
  /** rt_scopes */
  scopes: Record<number, string>
  /** rt_dsfield */
  dsFields: Record<number, string>
  /** rt_realms */
  realms: Record<number, string>
  /** group */
  groups: Record<number, string>
  /** protocols(5) */
  ipProtocols: Record<number, string>
}

/** Tables as some files have them; other files, another stamp. */
export interface KnownNames {
  stamp: string
  tables: NameTables
}

/** What iproute2 knows without any file (lib/rt_names.c). */
export const builtInNames: NameTables = {
  tables: { 253: 'default', 254: 'main', 255: 'local' },
  protocols: { 0: 'none', 1: 'redirect', 2: 'kernel', 3: 'boot', 4: 'static', 9: 'ra' },
  scopes: { 0: 'global', 200: 'site', 253: 'link', 254: 'host', 255: 'nowhere' },
  dsFields: {},
  realms: { 0: 'unknown' },
  groups: { 0: 'default' },
  ipProtocols: {},
}

/** Reads lines of `number name`, hexadecimal numbers too, on top of what is known. */
export function addNames(to: Record<number, string>, text: string): Record<number, string> {
  const found = [...text.matchAll(/^[ \t]*(0x[\da-f]+|\d+)[ \t]+([^\s#]+)/gim)]
  return { ...to, ...Object.fromEntries(found.map(([, number, name]) => [Number(number), name])) }
}

/** Reads protocols(5): `name number aliases`. */
export function addProtocols(to: Record<number, string>, text: string): Record<number, string> {
  const found = [...text.matchAll(/^([^\s#]+)[ \t]+(\d+)/gm)].reverse()
  return { ...to, ...Object.fromEntries(found.map(([, name, number]) => [Number(number), name])) }
}
