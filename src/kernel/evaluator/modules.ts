import Module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { types } from 'node:util'
import vm from 'node:vm'
import type { CompiledModule, ModuleChanges, Modules } from './compiler/modules.js'
import { readSourceMap, type Origin } from './compiler/source-map.js'
import { ownRoot, withInstallLine } from './packages.js'

/** The global function by which a cell waits for own files that wait themselves. */
export const readyName = '__vethbookReady'

interface Own extends CompiledModule {
  /** Undefined: it has not run yet. */
  module?: Module
  /** Settles when it has run; only of one that waits at its top. */
  running?: Promise<unknown>
}

type Run = (exports: unknown, require: NodeJS.Require, module: Module, file: string, folder: string) => unknown

/**
 * Runs the notebook's own files: what cells import that is no package. Each runs once, and again when its text or that
 * of something it imports has changed; a cycle sees what is there by then, as in any CommonJS program.
 */
export class OwnModules {
  readonly #own = new Map<string, Own>()
  /** Paths by what the cell calls them. */
  readonly #ofCells = new Map<string, string>()
  readonly #cellPath: string
  readonly #folder: string
  readonly #compiler: Pick<Modules, 'changesFor' | 'find'>

  constructor(cellPath: string, compiler: Pick<Modules, 'changesFor' | 'find'>) {
    this.#cellPath = cellPath
    this.#folder = dirname(cellPath)
    this.#compiler = compiler
  }

  /** What the cell that runs next imports; what former cells have yet to ask for is looked up when they do. */
  update(changes: ModuleChanges, imports: ReadonlyMap<string, string>): void {
    this.#take(changes)
    this.#ofCells.clear()
    for (const [specifier, path] of imports) this.#ofCells.set(specifier, path)
  }

  #take(changes: ModuleChanges): void {
    for (const path of changes.stale) this.#own.delete(path)
    for (const module of changes.compiled) this.#own.set(module.path, { ...module })
  }

  /** `require` for cells. */
  requireFor(plain: NodeJS.Require): NodeJS.Require {
    return this.#following(plain, this.#cellPath, this.#ofCells)
  }

  /** Whether code that requires own files must wait for some of them first. */
  mustWait(code: string, imports: ReadonlyMap<string, string>): boolean {
    return this.#inOrder(code, imports).some(
      ({ waits, module, running }) => waits && (!module || running !== undefined),
    )
  }

  /** Runs what the code requires, in the order in which modules of today run, and waits for it. */
  async ready(code: string, imports: ReadonlyMap<string, string>): Promise<void> {
    for (const own of this.#inOrder(code, imports)) {
      this.#run(own)
      await own.running
    }
  }

  /** `import(specifier)` in the file `from`. */
  async import(from: string, specifier: string): Promise<unknown> {
    const path = this.#compiler.find(specifier, from)
    if (path === undefined) return this.#importPackage(specifier, from)
    const own = this.#fresh(path)
    await this.ready(own.code, own.imports)
    const module = this.#run(own)
    await own.running
    return namespaceOf(module.exports)
  }

  /** Where in its source a place in what has been made of an own file is. */
  originOf(path: string): Origin | undefined {
    const map = this.#own.get(path)?.map
    return map ? readSourceMap(map) : undefined
  }

  /** As it is on the disk now. */
  #fresh(path: string): Own {
    this.#take(this.#compiler.changesFor(path))
    const own = this.#own.get(path)
    if (!own) throw new Error(`the file ${path} has gone`)
    return own
  }

  #following(plain: NodeJS.Require, from: string, imports: ReadonlyMap<string, string>): NodeJS.Require {
    const load = (specifier: string): unknown => {
      const known = this.#own.get(imports.get(specifier) ?? '')
      if (known) return this.#exportsOf(known)
      const path = /^[./]/.test(specifier) ? this.#compiler.find(specifier, from) : undefined
      return path === undefined ? this.#requirePackage(plain, specifier) : this.#exportsOf(this.#fresh(path))
    }
    return Object.assign(load, plain)
  }

  #exportsOf(own: Own): unknown {
    if (!own.waits || own.module) return this.#run(own).exports
    throw new Error(`${own.path} has an await at its top: import it by an import statement, or by await import('…')`)
  }

  #run(own: Own): Module {
    if (own.module) return own.module
    const module = new Module(own.path)
    module.filename = own.path
    own.module = module
    const forget = (): void => void delete own.module
    try {
      if (own.path.endsWith('.json')) {
        module.exports = JSON.parse(own.code.replace(/^\uFEFF/, '')) as unknown
        return module
      }
      const head = `(${own.waits ? 'async ' : ''}function (exports, require, module, __filename, __dirname) {`
      const run = vm.runInThisContext(`${head}\n${own.code}\n})`, { filename: own.path, lineOffset: -1 }) as Run
      const requireHere = this.#following(createRequire(own.path), own.path, own.imports)
      const running = run.call(module.exports, module.exports, requireHere, module, own.path, dirname(own.path))
      if (!own.waits) return module
      own.running = (running as Promise<unknown>).then(
        () => void delete own.running,
        (error: unknown) => {
          forget()
          delete own.running
          throw error
        },
      )
      return module
    } catch (error) {
      forget()
      throw error
    }
  }

  /** What the code requires directly or through one another, each behind what it requires itself. */
  #inOrder(code: string, imports: ReadonlyMap<string, string>): Own[] {
    const found = new Set<Own>()
    const visited = new Set<string>()
    const visit = (text: string, itsImports: ReadonlyMap<string, string>): void => {
      for (const [specifier, path] of itsImports) {
        const own = this.#own.get(path)
        // What is imported for its types only is not required.
        if (!own || visited.has(path) || !text.includes(requiring(specifier))) continue
        visited.add(path)
        visit(own.code, own.imports)
        found.add(own)
      }
    }
    visit(code, imports)
    return [...found]
  }

  #requirePackage(plain: NodeJS.Require, specifier: string): unknown {
    try {
      return plain(specifier)
    } catch (error) {
      if (!mustBeImported(error)) throw withInstallLine(error, specifier, this.#folder)
      const remedy = `const { … } = await import('${specifier}')`
      throw new Error(`the package ${specifier} has an await at its top, for which a cell must wait: ${remedy}`)
    }
  }

  /** As it would be required, so that there is one copy of it; what waits at its top can only be imported. */
  async #importPackage(specifier: string, from: string): Promise<unknown> {
    if (/^(?:data|file):/.test(specifier)) return importUrl(specifier)
    const plain = createRequire(from)
    try {
      return namespaceOf(plain(specifier))
    } catch (error) {
      if (!mustBeImported(error)) throw withInstallLine(error, specifier, this.#folder)
    }
    return importUrl(pathToFileURL(plain.resolve(specifier)).href)
  }
}

/** How TypeScript writes an import; as one word it would mean something else in the bundle of the start-up snapshot. */
function requiring(specifier: string): string {
  return ['require', '(', JSON.stringify(specifier), ')'].join('')
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

/** What `import(…)` gives of a module that has been required. */
function namespaceOf(exported: unknown): unknown {
  const isNamespace =
    types.isModuleNamespaceObject(exported) || (exported as { __esModule?: unknown } | null)?.__esModule
  return isNamespace ? exported : { ...(exported as object | null), default: exported }
}
