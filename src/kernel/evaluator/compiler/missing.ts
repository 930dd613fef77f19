import { isBuiltin } from 'node:module'
import ts from 'typescript'
import { installedFolder } from '../packages.js'

/** TypeScript's "Cannot find module". */
const moduleNotFound = 2307

/** The line that installs the package whose import TypeScript refuses; undefined: no installation would help. */
export function installLine(
  { code, messageText }: ts.DiagnosticRelatedInformation,
  folder: string,
): string | undefined {
  if (code !== moduleNotFound) return undefined
  const specifier = /'([^']+)'/.exec(ts.flattenDiagnosticMessageText(messageText, '\n'))?.[1] ?? ''
  const name = /^(?:@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*(?=\/|$)/.exec(specifier)?.[0]
  // Of an installed package it is the subpath that is not there.
  if (name === undefined || isBuiltin(name) || installedFolder(name, folder) !== undefined) return undefined
  return `npm install ${name}`
}
