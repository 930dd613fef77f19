/** For a machine that has an empty folder where the notebook's is. */
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/** Of a line that a command said; null where it names no file that lies in the notebook's folder. */
export function folderHint(said: string, folder: string): string | null {
  const name = /([^\s:'"‘’]+)['"’]?: No such file or directory/.exec(said)?.[1]
  if (name === undefined) return null
  const path = relative(folder, resolve(folder, name))
  if (path === '' || path.startsWith('..') || !existsSync(join(folder, path))) return null
  return (
    `${path} lies in the notebook's folder, which this lab's emulated machine does not see: it has an empty one there. ` +
    `Write the file in the cell (cat > ${path} <<'END' … END), or open the lab with an engine that shares the folder: ` +
    `VETHBOOK_ENGINE=namespaces, where vethbook doctor says that it works.`
  )
}
