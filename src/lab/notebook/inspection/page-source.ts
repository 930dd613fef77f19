import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** manpath(1): where pages are installed; sections in the order in which programs are looked for. */
const folders = ['/usr/local/share/man', '/usr/local/man', '/usr/share/man']
const sections = ['1', '8', '6', '7', '5']

/** The source of a page of the manual, in roff; undefined where none of that name is installed. */
export async function pageSource(name: string): Promise<string | undefined> {
  for (const folder of folders) {
    for (const section of sections) {
      const source = await sourceAt(folder, join(`man${section}`, `${name}.${section}`))
      if (source !== undefined) return source
    }
  }
  return undefined
}

/** @param depth how many pages may still point to others (`.so man8/ip.8`) */
async function sourceAt(folder: string, path: string, depth = 3): Promise<string | undefined> {
  const bytes = (await bytesOf(join(folder, `${path}.gz`))) ?? (await bytesOf(join(folder, path)))
  if (!bytes) return undefined
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  const text = (isPacked ? gunzipSync(bytes) : bytes).toString('utf8')
  const other = /^\.so\s+(man\w+\/[\w.+-]+?)(?:\.gz)?\s*$/m.exec(text)?.[1]
  return other !== undefined && depth > 0 ? sourceAt(folder, other, depth - 1) : text
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
