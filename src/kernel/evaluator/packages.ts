import { existsSync } from 'node:fs'
import Module, { createRequire, isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** This package's own folder: it can be imported by name from any notebook, also from a folder where it is not installed. */
export const ownName = 'vethbook'
export const ownRoot = fileURLToPath(new URL('../../../', import.meta.url))

const require = createRequire(import.meta.url)

interface Resolver {
  _resolveFilename(request: string, parent: { filename?: string } | undefined, ...rest: unknown[]): string
}

/**
 * Widens what a cell's imports find: this package where the notebook's folder has none, and packages that say in their
 * `exports` only how they are imported, not how they are required (cells run as CommonJS; Node can require a module).
 */
export function widenResolution(folder: string): void {
  const resolver = Module as unknown as Resolver
  const resolve = resolver._resolveFilename
  resolver._resolveFilename = function (request, parent, ...rest) {
    try {
      return resolve.call(this, request, parent, ...rest)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'MODULE_NOT_FOUND' && request === ownName) return require.resolve(ownRoot)
      if (code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error
      const from = pathToFileURL(parent?.filename ?? join(folder, 'cell.js'))
      return fileURLToPath(import.meta.resolve(request, from))
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

/** `@scope/name/sub/path` → `@scope/name`; undefined: a path, or no name of a package. */
export function packageName(specifier: string): string | undefined {
  return /^(?:@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*(?=\/|$)/.exec(specifier)?.[0]
}

/** The line that installs the package whose import fails; undefined: no installation would help. */
export function installLine(specifier: string, folder: string): string | undefined {
  const name = packageName(specifier)
  // Of an installed package it is the subpath that is not there.
  if (name === undefined || isBuiltin(name) || installedFolder(name, folder) !== undefined) return undefined
  return `npm install ${name}`
}

/** Adds what helps to Node's error about a package that is not there, and takes out where it was asked for: a cell. */
export function withInstallLine(error: unknown, specifier: string, folder: string): unknown {
  if (!(error instanceof Error)) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code !== 'MODULE_NOT_FOUND' || !message.startsWith(`Cannot find module '${specifier}'`)) return error
  const line = installLine(specifier, folder)
  const said = message.replace(/\nRequire stack:[\s\S]*/, '')
  return Object.assign(error, { message: line === undefined ? said : `${said}\n  ${line}` })
}

interface FileSystem {
  fileExists(path: string): boolean
  directoryExists(path: string): boolean
  readFile(path: string, encoding?: string): string | undefined
  realpath?(path: string): string
}

/** Shows TypeScript this package beside the notebook, if the notebook's folder has none. */
export function lendPackages(system: FileSystem, folder: string): void {
  if (installedFolder(ownName, folder)) return
  const at = join(folder, 'node_modules', ownName)
  const parent = dirname(at)
  const from = ownRoot.replace(/\/$/, '')
  const real = (path: string): string =>
    path === at || path.startsWith(`${at}/`) ? from + path.slice(at.length) : path
  const { fileExists, directoryExists, readFile, realpath } = system
  system.fileExists = (path) => fileExists(real(path))
  system.directoryExists = (path) => path === parent || directoryExists(real(path))
  system.readFile = (path, encoding) => readFile(real(path), encoding)
  if (realpath) system.realpath = (path) => realpath(real(path))
}
