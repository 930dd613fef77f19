import ts from 'typescript'
import type { Files } from './files.js'
import { nest } from './internals.js'

/** TypeScript's language service for a cell, on the files that have been parsed for compiling; made at the first question. */
export function openService(
  files: Files,
  options: ts.CompilerOptions,
  folder: string,
  globals: readonly string[],
): (former: ts.SourceFile, cell: ts.SourceFile) => ts.LanguageService {
  let service: ts.LanguageService | undefined
  return (former, cell) => {
    service ??= ts.createLanguageService(
      {
        getCompilationSettings: () => options,
        getScriptFileNames: () => [...globals, files.formerPath, files.cellPath],
        getScriptVersion: (path) => files.version(path),
        getScriptSnapshot: (path) => {
          const text = files.text(path)
          return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
        },
        getCurrentDirectory: () => folder,
        getDefaultLibFileName: (asked) => ts.getDefaultLibFilePath(asked),
        fileExists: (path) => files.host.fileExists(path),
        readFile: (path) => files.host.readFile(path),
        directoryExists: (path) => files.host.directoryExists?.(path) ?? false,
        getDirectories: (path) => files.host.getDirectories?.(path) ?? [],
        ...(files.host.realpath && { realpath: files.host.realpath }),
      },
      sharedRegistry(files.host.getSourceFile, options),
    )
    // The program must be there, and with it the bound files, before one is put into the other.
    service.getProgram()
    nest(cell, former)
    return service
  }
}

/** Hands the language service the files that have been parsed for compiling. */
function sharedRegistry(
  getSourceFile: ts.CompilerHost['getSourceFile'],
  options: ts.CompilerOptions,
): ts.DocumentRegistry {
  const own = ts.createDocumentRegistry(true)
  const find = (path: string): ts.SourceFile => {
    const file = getSourceFile(path, options.target ?? ts.ScriptTarget.ES2022)
    if (!file) throw new Error(`the file ${path} has gone`)
    return file
  }
  return {
    ...own,
    acquireDocument: find,
    acquireDocumentWithKey: find,
    updateDocument: find,
    updateDocumentWithKey: find,
    releaseDocument: () => undefined,
    releaseDocumentWithKey: () => undefined,
  }
}
