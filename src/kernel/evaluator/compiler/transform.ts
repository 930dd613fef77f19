import ts from 'typescript'

/** The export by which a cell hands out its last value. */
export const lastValueName = '__lastValue'

/** The global function that a cell calls after each `await`. */
export const stepName = '__vethbookStep'

/**
 * Makes a cell's module out of its source: what former cells declared is read from and written to the shared exports,
 * and the last expression becomes an export. Types have been checked before; positions stay as they are.
 *
 * A stop must also end `for (;;) { await pause(100) }`, which waits in small steps for ever: `await x` becomes
 * `step(run, await x)`, which throws if that run has been stopped.
 *
 * @param isShared whether an identifier means something that lives in the shared exports
 */
export function cellTransformer(
  run: number,
  isShared: (identifier: ts.Identifier) => boolean,
  onLastValue: () => void,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context
    const shared = (identifier: ts.Identifier): ts.Expression => {
      const access = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), identifier.text)
      return ts.setTextRange(ts.setSourceMapRange(access, identifier), identifier)
    }
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node
      if (ts.isShorthandPropertyAssignment(node)) {
        if (!isShared(node.name)) return ts.visitEachChild(node, visit, context)
        const value = shared(node.name)
        const { objectAssignmentInitializer: fallback } = node
        const whole = fallback
          ? factory.createAssignment(value as ts.LeftHandSideExpression, ts.visitNode(fallback, visit, ts.isExpression))
          : value
        return factory.createPropertyAssignment(factory.createIdentifier(node.name.text), whole)
      }
      // A function of a former cell is called without a `this`, as it is within its own cell.
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && isShared(node.expression)) {
        const called = factory.createComma(factory.createNumericLiteral(0), shared(node.expression))
        const bare = ts.setTextRange(factory.createParenthesizedExpression(called), node.expression)
        // V8 says that the call is where its parenthesis opens; to the reader it is where the name stands.
        for (const part of [bare, called, called.right]) ts.setEmitFlags(part, ts.EmitFlags.NoTrailingSourceMap)
        const argumentsList = ts.visitNodes(node.arguments, visit, ts.isExpression)
        const call = node.questionDotToken
          ? factory.updateCallChain(
              node as ts.CallChain,
              bare,
              node.questionDotToken,
              node.typeArguments,
              argumentsList,
            )
          : factory.updateCallExpression(node, bare, node.typeArguments, argumentsList)
        return call
      }
      if (ts.isAwaitExpression(node)) {
        const awaited = ts.visitEachChild(node, visit, context)
        const step = factory.createIdentifier(stepName)
        return ts.setTextRange(
          factory.createCallExpression(step, undefined, [factory.createNumericLiteral(run), awaited]),
          node,
        )
      }
      if (ts.isIdentifier(node) && isReference(node) && isShared(node)) return shared(node)
      return ts.visitEachChild(node, visit, context)
    }

    const last = file.statements.findLastIndex((statement) => !ts.isExportDeclaration(statement))
    const statements = file.statements.map((statement, at) => {
      const visited = ts.visitNode(statement, visit, ts.isStatement)
      if (at !== last || !ts.isExpressionStatement(visited)) return visited
      onLastValue()
      const target = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), lastValueName)
      const assignment = factory.createAssignment(target, visited.expression)
      return ts.setTextRange(factory.updateExpressionStatement(visited, assignment), visited)
    })
    return factory.updateSourceFile(file, statements)
  }
}

/** Whether an identifier stands for a value, and is not merely a name: of a property, a label, a declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node
  if (ts.isPropertyAssignment(parent)) return parent.name !== node
  if (ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isLabeledStatement(parent)) return false
  if (ts.isBreakOrContinueStatement(parent) || ts.isMetaProperty(parent)) return false
  const { name } = parent as { name?: ts.Node } & ts.Node
  return name !== node
}

/** Whether a cell waits at its top level, so that it must run as an async function. */
export function waitsAtTop(file: ts.SourceFile): boolean {
  const waits = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node))
      return false
    if (ts.isAwaitExpression(node)) return true
    if (ts.isForOfStatement(node) && node.awaitModifier) return true
    if (ts.isVariableDeclarationList(node) && isAwaitUsing(node)) return true
    return ts.forEachChild(node, waits) ?? false
  }
  return waits(file)
}

/** The flag is made of two bits, those of `const` and of `using`. */
function isAwaitUsing({ flags }: ts.VariableDeclarationList): boolean {
  const both: number = ts.NodeFlags.AwaitUsing
  return (flags & both) === both
}
