import { dirname, join } from 'node:path'
import ts from 'typescript'
import { specifiersOf } from './internals.js'

/**
 * Files of @types/node that declare nothing global, and that nothing global needs: more than a quarter of what TypeScript
 * would have to know of Node. Each is read once something asks for its module, and is no part of a start-up snapshot.
 *
 * A module is declared in the file of its name, as are those below it: `node:assert/strict`.
 */
const rare = [
  'assert',
  'assert/strict',
  'cluster',
  'diagnostics_channel',
  'domain',
  'http2',
  'https',
  'inspector',
  'inspector.generated',
  'punycode',
  'repl',
  'sea',
  'stream/consumers',
  'string_decoder',
  'test',
  'trace_events',
  'v8',
  'wasi',
  'zlib',
]

/** `process.getBuiltinModule` has the types of all modules. */
export const askingForAll = /\b(?:getBuiltinModule|BuiltInModule)\b/
const whereAllAreNamed = 'process.d.ts'

const isIndex = (path: string): boolean => path.endsWith('/@types/node/index.d.ts')

/** Of an index: paths of what has been left out of it, by the modules' names. */
const leftOut = new Map<string, Map<string, string>>()

/** Takes the rare files out of what the index of @types/node refers to; any other file stays as it is. */
export function leaveRareOut(file: ts.SourceFile): void {
  if (!isIndex(file.fileName)) return
  const names = new Map(rare.map((name) => [`${name}.d.ts`, name.replace('.generated', '')]))
  const out = file.referencedFiles.filter(({ fileName }) => names.has(fileName))
  const folder = dirname(file.fileName)
  leftOut.set(file.fileName, new Map(out.map(({ fileName }) => [join(folder, fileName), names.get(fileName) ?? ''])))
  ;(file as { referencedFiles: readonly ts.FileReference[] }).referencedFiles = file.referencedFiles.filter(
    (reference) => !out.includes(reference),
  )
}

/**
 * Paths of the rare files that a program lacks: some file of it names their module.
 *
 * @param asksForAll whether the types of all modules are wanted
 */
export function rareFilesFor(program: ts.Program, asksForAll: boolean): string[] {
  const files = program.getSourceFiles()
  const index = files.find(({ fileName }) => isIndex(fileName))?.fileName
  const absent = [...((index && leftOut.get(index)) || [])].filter(([path]) => !program.getSourceFile(path))
  if (index === undefined || absent.length === 0) return []
  const named = new Set<string>()
  for (const file of files) {
    if (file.fileName === join(dirname(index), whereAllAreNamed)) continue
    for (const specifier of specifiersOf(file)) named.add(specifier.replace(/^node:/, ''))
  }
  const isNamed = (module: string): boolean =>
    asksForAll || [...named].some((name) => name === module || name.startsWith(`${module}/`))
  return absent.filter(([, module]) => isNamed(module)).map(([path]) => path)
}
