import { existsSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This package's own folder: it can be imported by name from any notebook, also from a folder where it is not installed. */
export const ownName = 'vethbook'
export const ownRoot = fileURLToPath(new URL('../../../', import.meta.url))

const require = createRequire(import.meta.url)

interface Resolver {
  _resolveFilename(request: string, ...rest: unknown[]): string
}

/** Lets `require('vethbook')` find this package where the notebook's folder has none. */
export function resolveOwnPackage(): void {
  const resolver = Module as unknown as Resolver
  const resolve = resolver._resolveFilename
  resolver._resolveFilename = function (request, ...rest) {
    try {
      return resolve.call(this, request, ...rest)
    } catch (error) {
      if (request !== ownName || (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
      return require.resolve(ownRoot)
    }
  }
}

/** Imports this package as a cell of a notebook in `folder` would, so that both have the same copy. */
export function importOwnPackage(folder: string): unknown {
  return createRequire(join(folder, 'cell.js'))(ownName)
}

/** A nearer `node_modules/name` on the way up from `folder`, as Node looks for it. */
export function installedFolder(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (dirname(at) === at) return undefined
  }
}

interface FileSystem {
  fileExists(path: string): boolean
  directoryExists(path: string): boolean
  readFile(path: string, encoding?: string): string | undefined
  realpath?(path: string): string
}

/**
 * Shows TypeScript folders where they are not: this package beside the notebook, and Node's types where tslab looks
 * for them, if the notebook's folder has neither.
 */
export function lendPackages(system: FileSystem, folder: string, tslabFolder: string): void {
  const lent: [at: string, from: string][] = []
  if (!installedFolder(ownName, folder)) lent.push([join(folder, 'node_modules', ownName), ownRoot.replace(/\/$/, '')])
  const nodeTypes = join(tslabFolder, 'node_modules', '@types', 'node')
  if (!existsSync(join(nodeTypes, 'package.json'))) {
    const found = installedFolder('@types/node', tslabFolder)
    if (found) lent.push([nodeTypes, found])
  }
  if (lent.length === 0) return
  const real = (path: string): string => {
    for (const [at, from] of lent) if (path === at || path.startsWith(`${at}/`)) return from + path.slice(at.length)
    return path
  }
  const { fileExists, directoryExists, readFile, realpath } = system
  const parents = new Set(lent.flatMap(([at]) => [dirname(at), dirname(dirname(at))]))
  system.fileExists = (path) => fileExists(real(path))
  system.directoryExists = (path) => parents.has(path) || directoryExists(real(path))
  system.readFile = (path, encoding) => readFile(real(path), encoding)
  if (realpath) system.realpath = (path) => realpath(real(path))
}
