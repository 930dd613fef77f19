import ts from 'typescript'

type Named = ts.Node & { name: ts.Identifier | ts.StringLiteral | ts.PrivateIdentifier }

/**
 * Where in a cell's own words something stands that TypeScript has found in the declarations it made of the cell: the
 * same names, one within the other, are looked for. Undefined: there are none.
 *
 * @param start in `declaration`, as `length`
 */
export function declaredAt(
  source: string,
  declaration: string,
  start: number,
  length: number,
): { line: number; column: number; text: string; length: number } | undefined {
  const chain = chainAt(parse(declaration), start)
  const file = parse(source)
  let found: Named | undefined
  for (const { name } of chain) {
    const inner = find(found ?? file, name.text)
    // What TypeScript has inferred stands nowhere; what it was inferred of does.
    if (!inner) break
    found = inner
  }
  if (!found) return undefined
  const isName = chain.at(-1)?.name.getWidth() === length || chain.at(-1)?.name.text !== found.name.text
  const node = isName ? found.name : found
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file))
  const text = source.split(/\r?\n/)[line] ?? ''
  return { line: line + 1, column: character + 1, text, length: node.getWidth(file) }
}

const parse = (text: string): ts.SourceFile => ts.createSourceFile('cell.ts', text, ts.ScriptTarget.Latest, true)

/** The declarations around a place, the outermost first. */
function chainAt(file: ts.SourceFile, position: number): Named[] {
  const chain: Named[] = []
  const visit = (node: ts.Node): void => {
    if (position < node.getStart(file) || position >= node.end) return
    if (isNamed(node)) chain.push(node)
    ts.forEachChild(node, visit)
  }
  ts.forEachChild(file, visit)
  return chain
}

/** The nearest declaration of a name within a node. */
function find(within: ts.Node, name: string): Named | undefined {
  const nodes: ts.Node[] = [within]
  // What is added while it is walked through is visited, too.
  for (const node of nodes) {
    if (node !== within && isNamed(node) && node.name.text === name) return node
    ts.forEachChild(node, (child) => void nodes.push(child))
  }
  return undefined
}

const namedKinds = new Set([
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.EnumMember,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.PropertySignature,
  ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.MethodSignature,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.TypeParameter,
  ts.SyntaxKind.ImportSpecifier,
])

function isNamed(node: ts.Node): node is Named {
  if (!namedKinds.has(node.kind)) return false
  const { name } = node as { name?: ts.Node } & ts.Node
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isPrivateIdentifier(name))
}
