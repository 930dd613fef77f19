import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ownWords } from '../../../engine/index.js'
import { typed, type Match } from './network-words.js'
import type { Scene } from './scene.js'
import type { ShellCursor } from './shell-cursor.js'
import { within } from './within.js'

/** Milliseconds for a process that lists names: it takes ten. */
const patienceMs = 400

const known = new Map<'machine' | 'sandbox', string[]>()

/** What bash can run by name: programs on PATH, builtins, keywords. The same in every lab of this machine: asked once. */
export async function commandNames({ machine }: Scene): Promise<string[]> {
  const where = machine ? 'sandbox' : 'machine'
  const before = known.get(where)
  if (before) return before
  const argv = ['bash', '-c', 'compgen -c'] as const
  const asked = machine
    ? machine.spawn(argv, { timeoutMs: patienceMs }).then(({ stdout }) => stdout)
    : ownWords(argv, { timeoutMs: patienceMs })
  const listed = (await within(patienceMs, asked)) ?? ''
  const names = listed.split('\n').filter((name) => /^[a-z\d][\w.+-]*$/i.test(name))
  // A sandbox has one always.
  const all = [...new Set([...names, 'sudo'])].sort()
  if (names.length > 0) known.set(where, all)
  return all
}

/** Files by the path that has been begun, of the notebook's folder where it is relative. */
export async function fileNames({ typed: begun, quote }: ShellCursor, scene: Scene): Promise<Match[]> {
  if (begun.startsWith('~')) return []
  const slash = begun.lastIndexOf('/') + 1
  const folder = resolve(scene.place?.directory ?? process.cwd(), begun.slice(0, slash))
  const names = (await within(patienceMs, listFolder(folder, scene))) ?? []
  return names
    .filter((name) => name.startsWith(begun.slice(slash)) && (slash < begun.length || !name.startsWith('.')))
    .filter((name) => !/[\p{Cc}\uFFFC]/u.test(name) && (quote === '' || !/['"\\$`]/.test(name)))
    .map((name) => ({
      text: quote === '' ? escaped(begun.slice(0, slash) + name) : begun.slice(0, slash) + name,
      type: name.endsWith('/') ? 'folder' : 'file',
    }))
}

/** Folders end in `/`. The sandbox has folders of its own (/tmp, /etc …); the notebook's is the same inside. */
async function listFolder(folder: string, { machine }: Scene): Promise<string[]> {
  const isShared = `${folder}/`.startsWith(`${process.cwd()}/`)
  if (machine && !isShared) {
    const { stdout } = await machine.spawn(['ls', '-1ALp', '--', folder], { timeoutMs: patienceMs })
    return stdout.split('\n').filter((name) => name !== '')
  }
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // No such folder: it has no names to offer.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return []
    throw error
  }
}

/** As bash's own completion writes what it would else take apart. */
function escaped(path: string): string {
  return path.replace(/[\s'"\\$`!*?[\]{}()<>|&;#~^]/g, '\\$&')
}

const usualVariables = ['HOME', 'HOSTNAME', 'OLDPWD', 'PATH', 'PWD', 'RANDOM', 'SECONDS', 'USER']

/** Names that were given a value in the cell or in what the lab has run; the shell itself is not disturbed. */
export function variableNames(script: string, { sandbox }: Scene): Match[] {
  const run = (sandbox?.events ?? []).flatMap((event) => (event.kind === 'command-started' ? [event.command] : []))
  const assigned = [script, ...run].flatMap((text) =>
    [...text.matchAll(/(?:^|[\s;&|(])(?:([A-Za-z_]\w*)\+?=|(?:for|read(?: -r)?|select)\s+([A-Za-z_]\w*))/g)].map(
      ([, name, read]) => name ?? read ?? '',
    ),
  )
  return typed('variable', [...new Set(assigned)].sort().concat(usualVariables))
}
