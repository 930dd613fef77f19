/** The files that give names to the kernel's numbers; those of /etc are read again when they have changed. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { addNames, addProtocols, builtInNames, type KnownNames, type NameTables } from '../../netlink/name-tables.js'

/** Read-only in a sandbox. The later one stands above the one before. */
const FIXED_FOLDERS = ['/usr/share/iproute2', '/usr/lib/iproute2']
/** Stands above those. */
const FOLDER = '/etc/iproute2'

const FILES: Record<Exclude<keyof NameTables, 'ipProtocols'>, string> = {
  tables: 'rt_tables',
  protocols: 'rt_protos',
  scopes: 'rt_scopes',
  dsFields: 'rt_dsfield',
  realms: 'rt_realms',
  groups: 'group',
}

const fixed = FIXED_FOLDERS.map(filesOf).reduce((tables, files) => files.reduce(withFile, tables), builtInNames)
let known: KnownNames | undefined

export function nameTables(): KnownNames {
  const files: NameFile[] = [...filesOf(FOLDER), { key: 'ipProtocols', path: '/etc/protocols' }]
  const stamp = files.map(({ path }) => stampOf(path)).join()
  if (known?.stamp !== stamp) known = { stamp, tables: files.reduce(withFile, fixed) }
  return known
}

interface NameFile {
  key: keyof NameTables
  path: string
}

function filesOf(folder: string): NameFile[] {
  if (stampOf(folder) === '') return []
  return Object.entries(FILES).flatMap(([key, file]) =>
    [`${folder}/${file}`, ...filesIn(`${folder}/${file}.d`)].map((path) => ({ key: key as keyof NameTables, path })),
  )
}

function withFile(tables: NameTables, { key, path }: NameFile): NameTables {
  const add = key === 'ipProtocols' ? addProtocols : addNames
  return { ...tables, [key]: add(tables[key], textOf(path)) }
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? '' : `${found.mtimeMs}:${found.size}`
}

const filesIn = (folder: string): string[] =>
  stampOf(folder) === ''
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith('.conf'))
        .map((file) => `${folder}/${file}`)

const textOf = (path: string): string => (stampOf(path) === '' ? '' : readFileSync(path, 'utf8'))
