import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A stamp is a file beside what was made, holding a hash of what it was made from. */
export function isFresh(stampFile, hash) {
  return readIfThere(stampFile) === hash
}

export function writeStamp(stampFile, hash) {
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, hash)
}

export function hashOf(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}

/** Names, sizes and times of the files under a folder: quicker than their content, and changed by every edit. */
export function fingerprint(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return `${path} ${stat.size} ${stat.mtimeMs}\n`
  return readdirSync(path)
    .sort()
    .map((name) => fingerprint(join(path, name)))
    .join('')
}

export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
