import ts from 'typescript'

/** The global function that stands for `import(…)`: it takes the path of the file that imports, and what. */
export const importName = '__vethbookImport'

/** Hands `import(…)` of a file to our own loader: CommonJS can neither wait for a module nor import a TypeScript file. */
export function dynamicImports(path: string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    if (!/\bimport\s*\(/.test(file.text)) return file
    const { factory } = context
    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context)
      if (!ts.isCallExpression(visited) || visited.expression.kind !== ts.SyntaxKind.ImportKeyword) return visited
      const [specifier = factory.createVoidZero()] = visited.arguments
      const called = factory.createIdentifier(importName)
      const call = factory.createCallExpression(called, undefined, [factory.createStringLiteral(path), specifier])
      return ts.setTextRange(call, visited)
    }
    return ts.visitEachChild(file, visit, context)
  }
}
