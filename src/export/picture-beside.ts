import { readFileSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'

const most = 10_000_000

/**
 * Pictures that a notebook's text refers to by a path: read from the notebook's folder and no other, since the text may
 * be anybody's. What is no picture after all is refused by whoever shows it.
 */
export function pictureBeside(notebook: string): (path: string) => string | undefined {
  const folder = realpathSync(dirname(resolve(notebook)))
  return (path) => {
    if (/^[a-z][a-z0-9+.-]*:|^\/|^#/i.test(path)) return undefined
    try {
      const file = realpathSync(resolve(folder, decodeURIComponent(path.replace(/[?#].*$/, ''))))
      if (relative(folder, file).startsWith('..')) return undefined
      const bytes = readFileSync(file)
      return bytes.length > most ? undefined : `data:image/png;base64,${bytes.toString('base64')}`
    } catch {
      return undefined // not there, or not ours to read: the page shows its words instead
    }
  }
}
