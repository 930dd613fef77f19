import ts from 'typescript'
import { isAmbient } from './former.js'

/** The export by which a cell hands out its last value. */
export const lastValueName = '__vethbookLastValue'

/** The global function that a cell calls after each `await`. */
export const stepName = '__vethbookStep'

/** Where a name of a cell has its value: with later cells' names, or (where it was only declared) there or in the globals. */
export type Place = 'shared' | 'ambient' | 'own'

/**
 * Makes a cell's module out of its source: what former cells declared is read from and written to the shared exports,
 * and the last expression becomes an export. Types have been checked before; positions stay as they are.
 *
 * A stop must also end `for (;;) { await pause(100) }`, which waits in small steps for ever: `await x` becomes
 * `step(run, await x)`, which throws if that run has been stopped.
 *
 * @param placeOf where what an identifier means lives
 */
export function cellTransformer(
  run: number,
  placeOf: (identifier: ts.Identifier) => Place,
  checker: ts.TypeChecker,
  onLastValue: () => void,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context
    const isShared = (identifier: ts.Identifier): boolean => placeOf(identifier) !== 'own'
    const shared = (identifier: ts.Identifier): ts.Expression => {
      const exported = factory.createIdentifier('exports')
      const holder = placeOf(identifier) === 'shared' ? exported : holderOf(identifier.text, factory)
      const access = factory.createPropertyAccessExpression(holder, identifier.text)
      return ts.setTextRange(ts.setSourceMapRange(access, identifier), identifier)
    }
    const bare = (identifier: ts.Identifier): ts.Expression => {
      const called = factory.createComma(factory.createNumericLiteral(0), shared(identifier))
      const whole = ts.setTextRange(factory.createParenthesizedExpression(called), identifier)
      // V8 says that the call is where its parenthesis opens; to the reader it is where the name stands.
      for (const part of [whole, called, called.right]) ts.setEmitFlags(part, ts.EmitFlags.NoTrailingSourceMap)
      return whole
    }
    /** `import A = B.C`: TypeScript replaces names in it only where all of them are the cell's own. */
    const withoutAlias = (node: ts.ImportEqualsDeclaration): ts.Node => {
      const symbol = checker.getSymbolAtLocation(node.name)
      const isValue = symbol && checker.getAliasedSymbol(symbol).flags & ts.SymbolFlags.Value
      if (!isValue) return factory.createNotEmittedStatement(node)
      const value = ts.visitNode(expressionOf(node.moduleReference as ts.EntityName, factory), visit, ts.isExpression)
      const variable = factory.createVariableDeclaration(node.name, undefined, undefined, value)
      const list = factory.createVariableDeclarationList([variable], ts.NodeFlags.Const)
      return ts.setTextRange(factory.createVariableStatement(node.modifiers, list), node)
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
        const callee = bare(node.expression)
        const argumentsList = ts.visitNodes(node.arguments, visit, ts.isExpression)
        const { questionDotToken: dot, typeArguments } = node
        return dot
          ? factory.updateCallChain(node as ts.CallChain, callee, dot, typeArguments, argumentsList)
          : factory.updateCallExpression(node, callee, typeArguments, argumentsList)
      }
      if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && isShared(node.tag)) {
        const template = ts.visitNode(node.template, visit, ts.isTemplateLiteral)
        return factory.updateTaggedTemplateExpression(node, bare(node.tag), node.typeArguments, template)
      }
      if (ts.isImportEqualsDeclaration(node)) {
        return ts.isExternalModuleReference(node.moduleReference) || node.parent !== file ? node : withoutAlias(node)
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

    /** `let x` makes x undefined, also if a former cell has given it a value. */
    const initialized = (statement: ts.Statement): ts.Statement => {
      if (!ts.isVariableStatement(statement) || isAmbient(statement)) return statement
      const { declarationList: list } = statement
      if (list.declarations.every(({ initializer }) => initializer)) return statement
      const declarations = list.declarations.map((one) =>
        one.initializer
          ? one
          : factory.updateVariableDeclaration(one, one.name, undefined, one.type, factory.createVoidZero()),
      )
      const whole = factory.updateVariableDeclarationList(list, declarations)
      return factory.updateVariableStatement(statement, statement.modifiers, whole)
    }

    const last = file.statements.findLastIndex((statement) => !ts.isExportDeclaration(statement))
    const statements = file.statements.map((statement, at) => {
      const visited = initialized(ts.visitNode(statement, visit, ts.isStatement))
      if (at !== last || !ts.isExpressionStatement(visited)) return visited
      onLastValue()
      const target = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), lastValueName)
      const assignment = factory.createAssignment(target, visited.expression)
      return ts.setTextRange(factory.updateExpressionStatement(visited, assignment), visited)
    })
    return factory.updateSourceFile(file, statements)
  }
}

/**
 * Takes out what TypeScript writes at the beginning of a module: the exports are shared, so a name keeps its former value
 * until the cell gives it another; and a cell's own `Object` must not be meant by it.
 */
export const withoutPreamble: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
  context.factory.updateSourceFile(
    file,
    file.statements.filter((statement) => !isPreamble(statement)),
  )

/** `Object.defineProperty(exports, "__esModule", …)` or `exports.a = exports.b = void 0`, made by TypeScript itself. */
function isPreamble(statement: ts.Statement): boolean {
  if (statement.pos >= 0 || !ts.isExpressionStatement(statement)) return false
  const { expression } = statement
  if (ts.isCallExpression(expression)) {
    const [, name] = expression.arguments
    return name !== undefined && ts.isStringLiteral(name) && name.text === '__esModule'
  }
  let value: ts.Expression = expression
  while (ts.isBinaryExpression(value)) value = value.right
  return ts.isVoidExpression(value)
}

/** The exports if a cell has defined the name, otherwise the global object. */
function holderOf(name: string, factory: ts.NodeFactory): ts.Expression {
  const exported = factory.createIdentifier('exports')
  const isDefined = factory.createBinaryExpression(factory.createStringLiteral(name), ts.SyntaxKind.InKeyword, exported)
  const globals = factory.createIdentifier('globalThis')
  return factory.createParenthesizedExpression(
    factory.createConditionalExpression(isDefined, undefined, exported, undefined, globals),
  )
}

function expressionOf(name: ts.EntityName, factory: ts.NodeFactory): ts.Expression {
  if (ts.isIdentifier(name)) return name
  return factory.createPropertyAccessExpression(expressionOf(name.left, factory), name.right)
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
