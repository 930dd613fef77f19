/** The files that give names to the kernel's numbers, read again when they have changed. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { addNames, addProtocols, builtInNames, type NameTables } from '../../netlink/name-tables.js'

/** The later ones stand above those before. */
const FOLDERS = ['/usr/share/iproute2', '/usr/lib/iproute2', '/etc/iproute2']

const FILES: Record<Exclude<keyof NameTables, 'ipProtocols'>, string> = {
  tables: 'rt_tables',
  protocols: 'rt_protos',
  scopes: 'rt_scopes',
  dsFields: 'rt_dsfield',
  realms: 'rt_realms',
  groups: 'group',
}

let known: { stamp: string; tables: NameTables } | undefined

export function nameTables(): NameTables {
  const files = Object.entries(FILES).flatMap(([key, file]) =>
    FOLDERS.flatMap((folder) => [`${folder}/${file}`, ...filesIn(`${folder}/${file}.d`)]).map((path) => ({
      key,
      path,
    })),
  )
  const all = [...files, { key: 'ipProtocols', path: '/etc/protocols' }]
  const stamp = all.map(({ path }) => stampOf(path)).join()
  if (known?.stamp === stamp) return known.tables
  const tables = { ...builtInNames }
  for (const { key, path } of all) {
    const text = textOf(path)
    const table = key as keyof NameTables
    tables[table] = table === 'ipProtocols' ? addProtocols(tables[table], text) : addNames(tables[table], text)
  }
  known = { stamp, tables }
  return tables
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? '' : `${found.mtimeMs}:${found.size}`
}

const filesIn = (folder: string): string[] =>
  statSync(folder, { throwIfNoEntry: false }) === undefined
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith('.conf'))
        .map((file) => `${folder}/${file}`)

const textOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false }) === undefined ? '' : readFileSync(path, 'utf8')
