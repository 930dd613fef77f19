import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { types } from 'node:util'
import { ownRoot, withInstallLine } from './packages.js'

/** What has been imported since it cannot be required, by the paths of its files. */
const imported = new Map<string, unknown>()

/** Whether requiring a package fails because it waits at its top. Loads it otherwise, as the statement would. */
export function mustImport(plain: NodeJS.Require, specifier: string): boolean {
  try {
    const path = plain.resolve(specifier)
    if (imported.has(path) || !isModule(path)) return false
    plain(specifier)
    return false
  } catch (error) {
    // Any other error comes again where the cell requires the package.
    return mustBeImported(error)
  }
}

/** Makes a package that waits at its top one that can be required. */
export async function prepare(plain: NodeJS.Require, specifier: string): Promise<void> {
  const path = plain.resolve(specifier)
  const namespace = (await importUrl(pathToFileURL(path).href)) as Record<string, unknown>
  const view = Object.defineProperty({}, '__esModule', { value: true })
  for (const name of Object.keys(namespace)) {
    Object.defineProperty(view, name, { enumerable: true, get: () => namespace[name] })
  }
  imported.set(path, view)
}

/** As Node tells an ECMAScript module by its name. */
function isModule(path: string): boolean {
  if (!path.endsWith('.js')) return path.endsWith('.mjs')
  for (let at = dirname(path); ; at = dirname(at)) {
    const file = join(at, 'package.json')
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown }).type === 'module'
    if (dirname(at) === at) return false
  }
}

/** @throws Node's errors, with what helps */
export function requirePackage(plain: NodeJS.Require, specifier: string, folder: string): unknown {
  try {
    const known = imported.size > 0 ? imported.get(plain.resolve(specifier)) : undefined
    return known ?? plain(specifier)
  } catch (error) {
    if (!mustBeImported(error)) throw withInstallLine(error, specifier, folder)
    const remedy = `const { … } = await import('${specifier}')`
    throw new Error(`the package ${specifier} has an await at its top, for which a cell must wait: ${remedy}`)
  }
}

/**
 * As it would be required from the file `from`, so that there is one copy of it; what waits at its top can only be
 * imported.
 */
export async function importPackage(specifier: string, from: string, folder: string): Promise<unknown> {
  if (/^(?:data|file):/.test(specifier)) return importUrl(specifier)
  const plain = createRequire(from)
  try {
    return namespaceOf(plain(specifier))
  } catch (error) {
    if (!mustBeImported(error)) throw withInstallLine(error, specifier, folder)
  }
  return importUrl(pathToFileURL(plain.resolve(specifier)).href)
}

/** What `import(…)` gives of a module that has been required. */
export function namespaceOf(exported: unknown): unknown {
  const isNamespace =
    types.isModuleNamespaceObject(exported) || (exported as { __esModule?: unknown } | null)?.__esModule
  return isNamespace ? exported : { ...(exported as object | null), default: exported }
}

/** Node cannot require a module that has an `await` at its top. */
function mustBeImported(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ERR_REQUIRE_ASYNC_MODULE'
}

/** By a file that Node loads itself. */
function importUrl(url: string): Promise<unknown> {
  const path = join(ownRoot, 'dist/kernel/evaluator/import-url.js')
  const own = createRequire(path)(path) as typeof import('./import-url.js')
  return own.importUrl(url)
}
