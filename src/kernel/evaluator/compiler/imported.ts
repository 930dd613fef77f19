import ts from 'typescript'
import { importsOf } from './internals.js'

/** A file of the notebook's own (not of an installed package), and where what it imports lies, by what it calls that. */
export interface OwnFile {
  file: ts.SourceFile
  imports: Map<string, string>
}

/** Files by their paths, each before those that it was found by. */
export type OwnFiles = Map<string, OwnFile>

/** What a file imports, as it says it, and the path of the file that is meant where that is the notebook's own. */
export type ImportsOf = (file: ts.SourceFile) => Map<string, string>

/** A file and what it imports, directly or through one another. What only former cells import does not concern it. */
export function importedFrom(
  start: ts.SourceFile,
  find: (path: string) => ts.SourceFile | undefined,
  imports: ImportsOf,
): OwnFiles {
  const found: OwnFiles = new Map()
  const files = new Set([start])
  for (const file of files) {
    const own: OwnFile = { file, imports: new Map() }
    found.set(file.fileName, own)
    for (const [specifier, path] of imports(file)) {
      const imported = find(path)
      if (!imported) continue
      own.imports.set(specifier, path)
      files.add(imported)
    }
  }
  return found
}

/** As a program has found it. */
export function importsIn(program: ts.Program): ImportsOf {
  return (file) => ownPaths(importsOf(program, file))
}

/** As TypeScript would find it, for files that are in no program. */
export function importsOnDisk(options: ts.CompilerOptions, host: ts.ModuleResolutionHost): ImportsOf {
  return (file) => {
    // A program follows `require` in JavaScript only.
    const { importedFiles } = ts.preProcessFile(file.text, true, /\.[cm]?js$/.test(file.fileName))
    return ownPaths(importedFiles.map(({ fileName }) => [fileName, resolve(fileName, file.fileName, options, host)]))
  }
}

/**
 * The notebook's own file that is meant by `specifier` in the file `from`, as it runs: where types lie beside JavaScript,
 * that. Undefined: none.
 */
export function ownPath(
  specifier: string,
  from: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): string | undefined {
  const found = resolve(specifier, from, options, host)
  if (!found || found.isExternalLibraryImport) return undefined
  const path = found.resolvedFileName.replace(/\.d\.([cm]?)ts$/, '.$1js')
  return host.fileExists(path) ? path : undefined
}

/** Whether something that a file of a program imports would be found in another place today. */
export function importsElsewhere(
  file: ts.SourceFile,
  program: ts.Program,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): boolean {
  return importsOf(program, file).some(([specifier, found]) => {
    if (found?.isExternalLibraryImport) return false
    const now = resolve(specifier, file.fileName, options, host)
    return now?.resolvedFileName !== found?.resolvedFileName
  })
}

function resolve(
  specifier: string,
  from: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): ts.ResolvedModuleFull | undefined {
  return ts.resolveModuleName(specifier, from, options, host, undefined, undefined, ts.ModuleKind.ESNext).resolvedModule
}

function ownPaths(imports: [string, ts.ResolvedModuleFull | undefined][]): Map<string, string> {
  const own = new Map<string, string>()
  for (const [specifier, module] of imports) {
    if (!module || module.isExternalLibraryImport || module.extension.startsWith('.d.')) continue
    own.set(specifier, module.resolvedFileName)
  }
  return own
}
