import ts from 'typescript'
import { installLine, packageName } from '../packages.js'

/** TypeScript's "Cannot find module", and what it says of an import that takes nothing from it. */
const moduleNotFound = new Set([2307, 2882])

/** "Could not find a declaration file for module" */
const typesNotFound = 7016

/** The line that installs the package whose import TypeScript refuses; undefined: no installation would help. */
export function remedyFor({ code, messageText }: ts.DiagnosticRelatedInformation, folder: string): string | undefined {
  if (!moduleNotFound.has(code) && code !== typesNotFound) return undefined
  const said = ts.flattenDiagnosticMessageText(messageText, '\n')
  const specifier = /'([^']+)'/.exec(said)?.[1]
  if (specifier === undefined) return undefined
  if (code !== typesNotFound) return installLine(specifier, folder)
  // TypeScript says it itself where it knows the package's version.
  const name = packageName(specifier)
  if (name === undefined || said.includes('@types/')) return undefined
  return `npm install --save-dev @types/${name.replace(/^@(.*)\/(.*)$/, '$1__$2')} (if there is one)`
}
