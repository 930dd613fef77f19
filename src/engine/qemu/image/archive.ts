/** A cpio archive in the format "newc", which the kernel unpacks as an initramfs: always the same for the same files. */
import { dirname } from 'node:path'

const REGULAR = 0o100000
const DIRECTORY = 0o040000
const MAGIC = '070701'

export interface ArchiveFile {
  bytes: Uint8Array
  isProgram: boolean
}

/** `files` by their absolute paths; the folders that they need come by themselves, `folders` are further ones. */
export function archive(files: ReadonlyMap<string, ArchiveFile>, folders: readonly string[]): Uint8Array {
  const parts: Uint8Array[] = []
  let inode = 0
  const add = (path: string, mode: number, bytes: Uint8Array = new Uint8Array()): void => {
    const name = `${path.replace(/^\//, '')}\0`
    const fields = [++inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, Buffer.byteLength(name), 0]
    const head = MAGIC + fields.map((field) => field.toString(16).padStart(8, '0')).join('') + name
    parts.push(padded(Buffer.from(head)), padded(bytes))
  }
  const all = new Set<string>()
  for (const folder of folders) addWithParents(folder, all)
  for (const path of files.keys()) addWithParents(dirname(path), all)
  // Parents sort before what is in them.
  for (const folder of [...all].sort()) add(folder, DIRECTORY | 0o755)
  for (const [path, { bytes, isProgram }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    add(path, REGULAR | (isProgram ? 0o755 : 0o644), bytes)
  add('TRAILER!!!', 0)
  return Buffer.concat(parts)
}

function addWithParents(folder: string, all: Set<string>): void {
  for (let at = folder; at !== '/'; at = dirname(at)) all.add(at)
}

/** Names and contents begin at multiples of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  const length = Math.ceil(bytes.length / 4) * 4
  const result = new Uint8Array(length)
  result.set(bytes)
  return result
}
