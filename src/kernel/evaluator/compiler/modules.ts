import ts from 'typescript'
import { dynamicImports } from './dynamic.js'
import type { Files } from './files.js'
import { importedFrom, importsOnDisk, ownPath, type OwnFiles } from './imported.js'
import { emit } from './internals.js'
import { metaTransformer } from './meta.js'
import { waitsAtTop } from './transform.js'

/** A file of the notebook's own, ready to be run. */
export interface CompiledModule {
  path: string
  /** A CommonJS module's code, or the JSON as it is. */
  code: string
  /** The code's source map, as JSON. */
  map: string
  /** Paths of own files by what the code calls them. */
  imports: ReadonlyMap<string, string>
  /** Whether it has an `await` at its top, which CommonJS knows nothing of. */
  waits: boolean
}

/** What has to be done before code that imports own files runs. */
export interface ModuleChanges {
  /** Files whose text, or that of something they import, is another than when they were compiled last. */
  stale: string[]
  compiled: CompiledModule[]
}

type Emitted = Pick<CompiledModule, 'code' | 'map'>

/** Keeps in mind what has been handed out compiled. */
export interface Modules {
  /** Of a checked program: the files among which the first is the cell, which is left out. */
  changesIn(program: ts.Program, cell: ts.SourceFile, files: OwnFiles): ModuleChanges
  /** Of a file that a path computed at run time has led to; it is compiled without being checked. */
  changesFor(path: string): ModuleChanges
  /** The own file that `specifier` means in the file `from`. */
  find(specifier: string, from: string): string | undefined
}

export function openModules(files: Files, options: ts.CompilerOptions): Modules {
  const known: OwnFiles = new Map()

  const changes = (found: OwnFiles, emitOf: (file: ts.SourceFile) => Emitted): ModuleChanges => {
    const stale = new Set<string>()
    for (const [path, own] of found) {
      const former = known.get(path)
      if (former?.file !== own.file || !isSame(former.imports, own.imports)) stale.add(path)
      known.set(path, own)
    }
    // What is added to a set while it is walked through is visited, too.
    for (const path of stale) {
      for (const [importer, { imports }] of known) if ([...imports.values()].includes(path)) stale.add(importer)
    }
    const compiled: CompiledModule[] = []
    for (const path of stale) {
      const own = found.get(path)
      // Not of concern now; the next one to import it finds it changed.
      if (!own) known.delete(path)
      else compiled.push({ path, imports: own.imports, waits: waitsAtTop(own.file), ...emitOf(own.file) })
    }
    return { stale: [...stale], compiled }
  }

  return {
    changesIn(program, cell, found) {
      const others = new Map([...found].filter(([path]) => path !== cell.fileName))
      return changes(others, (file) =>
        emitted(file, (write) => {
          emit(program, file, 'code', { before: transformersFor(file) }, write)
        }),
      )
    },
    changesFor(path) {
      files.refresh()
      const file = files.file(path)
      if (!file) return { stale: [], compiled: [] }
      const found = importedFrom(file, files.file, importsOnDisk(options, files.host))
      return changes(found, (each) =>
        emitted(each, (write) => {
          const { outputText, sourceMapText = '' } = ts.transpileModule(each.text, {
            fileName: each.fileName,
            compilerOptions: options,
            transformers: { before: transformersFor(each) },
          })
          write('.js', outputText)
          write('.map', sourceMapText)
        }),
      )
    },
    find: (specifier, from) => ownPath(specifier, from, options, files.host),
  }
}

function transformersFor({ fileName }: ts.SourceFile): ts.TransformerFactory<ts.SourceFile>[] {
  return [metaTransformer(fileName), dynamicImports(fileName)]
}

function emitted(file: ts.SourceFile, emitTo: (write: (path: string, text: string) => void) => void): Emitted {
  if (file.fileName.endsWith('.json')) return { code: file.text, map: '' }
  const texts: Emitted = { code: '', map: '' }
  emitTo((path, text) => {
    if (path.endsWith('.map')) texts.map = text
    else if (/\.[cm]?js$/.test(path)) texts.code = text
  })
  return texts
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([specifier, path]) => other.get(specifier) === path)
}
