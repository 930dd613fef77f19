import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { types } from 'node:util'
import { ownRoot, withInstallLine } from './packages.js'

/** @throws Node's errors, with what helps */
export function requirePackage(plain: NodeJS.Require, specifier: string, folder: string): unknown {
  try {
    return plain(specifier)
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
