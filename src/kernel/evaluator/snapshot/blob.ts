import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { installedFolder, ownRoot } from '../packages.js'

const dist = join(ownRoot, 'dist')

/** Where start-up snapshots may lie, best first: with a checkout, or in the user's own cache. */
export function cacheFolders(): string[] {
  const own = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'vethbook')
  return existsSync(join(ownRoot, 'src')) ? [join(ownRoot, '.cache', 'kernel'), own] : [own]
}

/**
 * A snapshot's file name. The first part stands for this copy of the package, the second for everything that the
 * snapshot is made from: for another Node, TypeScript or build of ours it is another file.
 */
export function blobName(): { name: string; family: string } {
  const family = familyName()
  const packages = ['typescript', '@types/node', 'undici-types', 'tslab']
    .map((name) => installedFolder(name, ownRoot))
    .map((folder) => (folder === undefined ? '' : folder + readFileSync(join(folder, 'package.json'), 'utf8')))
  const sources = ['kernel/evaluator', 'display'].flatMap((folder) => codeIn(join(dist, folder)))
  const { version, arch, execPath } = process
  return { name: `${family}${hashOf([version, arch, execPath, ...packages, ...sources]).slice(0, 16)}.blob`, family }
}

/** The part of the name that all snapshots of this copy of the package have. */
function familyName(): string {
  return `evaluator-${hashOf([ownRoot]).slice(0, 8)}-`
}

/**
 * What `findBlob` will say, most likely: a snapshot of this copy of the package, without reading all that it should have
 * been made from.
 */
export function guessBlob(): string | undefined {
  const family = familyName()
  for (const folder of cacheFolders().filter(isTrusted)) {
    const name = readdirSync(folder).find((one) => one.startsWith(family) && one.endsWith('.blob'))
    if (name !== undefined && isTrusted(join(folder, name))) return join(folder, name)
  }
  return undefined
}

/** The snapshot that a process may be started from; undefined: there is none yet, or none that is to be trusted. */
export function findBlob(): string | undefined {
  const { name } = blobName()
  return cacheFolders()
    .filter(isTrusted)
    .map((folder) => join(folder, name))
    .find(isTrusted)
}

/**
 * A snapshot is code: it must come from this user or from whoever put our own code here, and nobody else may be able to
 * change it.
 */
export function isTrusted(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return false
  const owners = [process.getuid?.(), statSync(dist).uid]
  return owners.includes(stat.uid) && (stat.mode & writableByOthers) === 0
}

const writableByOthers = 0o022

function codeIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return codeIn(path)
    return path.endsWith('.js') ? [readFileSync(path, 'utf8')] : []
  })
}

function hashOf(parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}
