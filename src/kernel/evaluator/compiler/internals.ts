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
