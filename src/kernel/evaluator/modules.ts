import Module, { createRequire } from 'node:module'
import { dirname } from 'node:path'
import vm from 'node:vm'
import type { CompiledModule, ModuleChanges, Modules } from './compiler/modules.js'
import { readSourceMap, type Origin } from './compiler/source-map.js'
import { importPackage, mustImport, namespaceOf, prepare, requirePackage } from './package-imports.js'

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
  readonly #unfinished = new Set<Own>()
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
    // Where a stop ends a file's code, nothing of it runs any more, not even what tidies up.
    for (const own of this.#unfinished) if (!own.running) this.#forget(own)
    this.#take(changes)
    this.#ofCells.clear()
    for (const [specifier, path] of imports) this.#ofCells.set(specifier, path)
  }

  /** After a stop nobody waits any more for what still runs: the next one to import it starts it anew. */
  stop(): void {
    for (const own of this.#unfinished) this.#forget(own)
  }

  #forget(own: Own): void {
    delete own.module
    delete own.running
    this.#unfinished.delete(own)
  }

  #take(changes: ModuleChanges): void {
    for (const path of changes.stale) this.#own.delete(path)
    for (const module of changes.compiled) this.#own.set(module.path, { ...module })
  }

  /** `require` for cells. */
  requireFor(plain: NodeJS.Require): NodeJS.Require {
    return this.#following(plain, this.#cellPath, this.#ofCells)
  }

  /** The packages among these that the cell's code requires, and for which it must wait. */
  waitedFor(code: string, packages: readonly string[]): string[] {
    if (packages.length === 0) return []
    const plain = createRequire(this.#cellPath)
    return packages.filter((name) => code.includes(requiring(name)) && mustImport(plain, name))
  }

  async prepare(packages: readonly string[]): Promise<void> {
    for (const name of packages) await prepare(createRequire(this.#cellPath), name)
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
    if (path === undefined) return importPackage(specifier, from, this.#folder)
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
      return path === undefined ? requirePackage(plain, specifier, this.#folder) : this.#exportsOf(this.#fresh(path))
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
    this.#unfinished.add(own)
    try {
      const running = this.#start(own, module)
      if (!running) this.#finish(own, module)
      else own.running = running.then(() => this.#finish(own, module))
      return module
    } catch (error) {
      this.#forget(own)
      throw error
    }
  }

  #finish(own: Own, module: Module): void {
    // Forgotten meanwhile, and perhaps started anew.
    if (own.module !== module) return
    delete own.running
    this.#unfinished.delete(own)
  }

  /** A promise where the code waits at its top. */
  #start(own: Own, module: Module): Promise<unknown> | undefined {
    if (own.path.endsWith('.json')) {
      module.exports = JSON.parse(own.code.replace(/^\uFEFF/, '')) as unknown
      return undefined
    }
    const head = `(${own.waits ? 'async ' : ''}function (exports, require, module, __filename, __dirname) {`
    const run = vm.runInThisContext(`${head}\n${own.code}\n})`, { filename: own.path, lineOffset: -1 }) as Run
    const requireHere = this.#following(createRequire(own.path), own.path, own.imports)
    const running = run.call(module.exports, module.exports, requireHere, module, own.path, dirname(own.path))
    if (!own.waits) return undefined
    return (running as Promise<unknown>).catch((error: unknown) => {
      if (own.module === module) this.#forget(own)
      throw error
    })
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
}

/** How TypeScript writes an import; as one word it would mean something else in the bundle of the start-up snapshot. */
function requiring(specifier: string): string {
  return ['require', '(', JSON.stringify(specifier), ')'].join('')
}
