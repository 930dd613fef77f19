import ts from 'typescript'

/** The global function that stands for `import.meta`, which CommonJS does not have: it takes the file's path. */
export const metaName = '__vethbookMeta'

/** Makes `import.meta` of a file what it is in a module that Node loads itself. */
export function metaTransformer(path: string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    // Not the words themselves: they mean something else in the bundle of the start-up snapshot.
    if (!/\bimport\s*\.\s*meta\b/.test(file.text)) return file
    const { factory } = context
    const visit = (node: ts.Node): ts.Node =>
      ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
        ? ts.setTextRange(
            factory.createCallExpression(factory.createIdentifier(metaName), undefined, [
              factory.createStringLiteral(path),
            ]),
            node,
          )
        : ts.visitEachChild(node, visit, context)
    return ts.visitEachChild(file, visit, context)
  }
}

/** "The 'import.meta' meta-property is only allowed when …" */
export const metaRefused = 1343
