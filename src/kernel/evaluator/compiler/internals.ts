import ts from 'typescript'

/**
 * What TypeScript does not show of itself and we build on, in one place: a file can be bound and checked that is in no
 * program, by the checker of one.
 */
interface Internals {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void
}

/** What a program writes into its files, which the checker and the emitter ask for. */
interface InProgram {
  path: string
  resolvedPath: string
  originalFileName: string
  imports: readonly unknown[]
  moduleAugmentations: readonly unknown[]
  ambientModuleNames: readonly string[]
}

/** Makes a parsed file one that a checker can work on: as if it were in its program, with no imports of its own. */
export function bind(file: ts.SourceFile, path: string, options: ts.CompilerOptions): void {
  const fields: InProgram = {
    path,
    resolvedPath: path,
    originalFileName: path,
    imports: [],
    moduleAugmentations: [],
    ambientModuleNames: [],
  }
  Object.assign(file, fields)
  ;(ts as unknown as Internals).bindSourceFile(file, options)
}

/** The cell lies within what former cells declared: a name that it does not declare itself is looked for there. */
export function nest(cell: ts.SourceFile, former: ts.SourceFile): void {
  ;(cell as { parent: ts.Node }).parent = former
}

/** A file with no import and no export is a module all the same: what it declares is its own, not everybody's. */
export function markAsModule(file: ts.SourceFile): void {
  if (file.isDeclarationFile || !/\.[cm]?ts$/.test(file.fileName) || ts.isExternalModule(file)) return
  ;(file as unknown as { externalModuleIndicator?: true }).externalModuleIndicator = true
}

/** The modules that a file of a program names: those it imports from, and those it adds to. */
export function specifiersOf(file: ts.SourceFile): string[] {
  const { imports = [], moduleAugmentations = [] } = file as unknown as Partial<
    Record<'imports' | 'moduleAugmentations', readonly ts.StringLiteralLike[]>
  >
  return [...imports, ...moduleAugmentations].map(({ text }) => text)
}

/** What a file of a program imports, by an `import` of any kind, and where TypeScript has found it. */
export function importsOf(program: ts.Program, file: ts.SourceFile): [string, ts.ResolvedModuleFull | undefined][] {
  const { imports = [] } = file as unknown as { imports?: readonly ts.StringLiteralLike[] }
  const { getResolvedModuleFromModuleSpecifier: resolved } = program as unknown as {
    getResolvedModuleFromModuleSpecifier(
      specifier: ts.StringLiteralLike,
      file: ts.SourceFile,
    ): ts.ResolvedModuleWithFailedLookupLocations | undefined
  }
  return imports.map((specifier) => [specifier.text, resolved(specifier, file)?.resolvedModule])
}

/** What of a file is emitted. */
export type Wanted = 'code' | 'code and declarations'

/** Emits although a declaration may not be nameable: TypeScript writes `any` for it then. */
export function emit(
  program: ts.Program,
  file: ts.SourceFile,
  wanted: Wanted,
  transformers: ts.CustomTransformers,
  write: (path: string, text: string) => void,
): void {
  // Two parameters are internal: which kind alone (0 is JavaScript), and that declarations come whatever they report.
  const emitAll = program.emit.bind(program) as (...parameters: unknown[]) => ts.EmitResult
  emitAll(file, write, undefined, wanted === 'code' ? 0 : undefined, transformers, true)
}
