import ts from 'typescript'

/**
 * A cell, and the files beside the notebook that it imports, directly or through one another: they are checked and
 * compiled with it. What only former cells import does not concern it.
 */
export function importedFrom(
  cell: ts.SourceFile,
  program: ts.Program,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): ts.SourceFile[] {
  const found = new Set([cell])
  for (const file of found) {
    for (const { fileName } of ts.preProcessFile(file.text, true, true).importedFiles) {
      if (!/^[./]/.test(fileName)) continue
      const path = ts.resolveModuleName(fileName, file.fileName, options, host).resolvedModule?.resolvedFileName
      const imported = path === undefined ? undefined : program.getSourceFile(path)
      if (imported && !imported.isDeclarationFile) found.add(imported)
    }
  }
  return [...found]
}
