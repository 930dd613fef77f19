import { readdirSync, type Dirent } from 'node:fs'
import { resolve } from 'node:path'
import type { Completion } from '../../../display/index.js'
import { literalAt } from './place.js'

/**
 * Names of files where a string begins like the path of one: `./`, `../`, `/`. TypeScript has none to offer
 * there, since it sees no folder.
 */
export function completePath(code: string, cursor: number, folder: string): Completion | undefined {
  const literal = literalAt(code, cursor)
  if (!literal) return undefined
  const { node, source } = literal
  const typed = code.slice(node.getStart(source) + 1, cursor)
  if (!/^(?:\.{0,2}\/)[^\n\\]*$/.test(typed)) return undefined
  const slash = typed.lastIndexOf('/') + 1
  const start = cursor - (typed.length - slash)
  const begun = typed.slice(slash)
  const names = entriesOf(resolve(folder, typed.slice(0, slash)))
    // What is hidden is meant only by who types its dot.
    .filter(({ text }) => text.startsWith(begun) && (begun !== '' || !text.startsWith('.')))
  return { start, end: cursor, matches: names }
}

function entriesOf(folder: string): { text: string; type: string }[] {
  return namesIn(folder)
    .map((entry) =>
      entry.isDirectory() ? { text: `${entry.name}/`, type: 'folder' } : { text: entry.name, type: 'file' },
    )
    .sort((one, other) => (one.text < other.text ? -1 : 1))
}

/** What a folder holds; one that is not there or may not be read has no names to offer. */
export function namesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== undefined && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(code)) return []
    throw error
  }
}
