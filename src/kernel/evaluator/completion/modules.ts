import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import type { Completion } from '../../../display/index.js'
import { ownName } from '../packages.js'
import { namesIn } from './paths.js'
import { literalAt } from './place.js'

/**
 * Packages to import: those of every `node_modules` on the way up, this one, and Node's own. TypeScript's completion
 * knows of Node's only, and looks at no folder.
 */
export function completeModule(code: string, cursor: number, folder: string): Completion | undefined {
  const literal = literalAt(code, cursor)
  if (!literal || !isSpecifier(literal.node)) return undefined
  const start = literal.node.getStart(literal.source) + 1
  const typed = code.slice(start, cursor)
  if (/^\.{0,2}\//.test(typed)) return undefined
  const own = builtinModules.filter((name) => !name.startsWith('_'))
  // `node:` is the spelling that nothing else can be meant by; the bare one is offered to who has begun to type it.
  const builtins = own.flatMap((name) => [...(typed === '' ? [] : [name]), `node:${name.replace(/^node:/, '')}`])
  const matches = [
    ...installedPackages(folder).map((text) => ({ text, type: 'package' })),
    ...[...new Set(builtins)].sort().map((text) => ({ text, type: 'module' })),
  ]
  return { start, end: cursor, matches: matches.filter(({ text }) => text.startsWith(typed)) }
}

function isSpecifier(node: ts.Node): boolean {
  const at = node.parent
  if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at) || ts.isExternalModuleReference(at)) return true
  if (ts.isLiteralTypeNode(at)) return ts.isImportTypeNode(at.parent)
  if (!ts.isCallExpression(at) || at.arguments[0] !== node) return false
  const { expression } = at
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')
  )
}

/** The nearest first. Types alone (`@types`) cannot be imported. */
function installedPackages(folder: string): string[] {
  const found: string[] = []
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, 'node_modules')
    for (const name of foldersIn(modules)) {
      if (!name.startsWith('@')) found.push(name)
      else if (name !== '@types') found.push(...foldersIn(join(modules, name)).map((inner) => `${name}/${inner}`))
    }
    if (dirname(at) === at) break
  }
  return [...new Set([...found, ownName])]
}

/** Packages may be links to folders. */
function foldersIn(folder: string): string[] {
  return namesIn(folder)
    .filter((entry) => !entry.name.startsWith('.') && !entry.isFile())
    .map(({ name }) => name)
    .sort()
}
