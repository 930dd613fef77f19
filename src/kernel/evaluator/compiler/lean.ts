import ts from 'typescript'

/**
 * What TypeScript keeps of parsed declaration files and no notebook needs. A start-up snapshot carries some hundred of
 * them, and all that is in it is read at each start and stays in memory twice: in the heap, and in Node's copy of the
 * snapshot.
 */
interface Parsed {
  text: string
  identifiers: ReadonlyMap<string, string>
  pragmas: ReadonlyMap<string, unknown>
}

/**
 * Leaves the text of a declaration file on the disk: it is read again once an error or somebody's question is about it.
 * Before the file is bound, so that no name is a slice of the text, which would keep all of it.
 */
export function leaveText(file: ts.SourceFile, read: (path: string) => string | undefined): void {
  if (!file.isDeclarationFile) return
  const unsliced = unslicer()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) write(node, 'escapedText', unsliced(node.escapedText as string))
    else if (ts.isLiteralExpression(node)) write(node, 'text', unsliced(node.text))
    ts.forEachChild(node, visit)
  }
  visit(file)
  for (const reference of [...file.referencedFiles, ...file.typeReferenceDirectives, ...file.libReferenceDirectives]) {
    reference.fileName = unsliced(reference.fileName)
  }
  const parsed = file as unknown as Parsed
  // Names that an emitter must not give to its own variables; nothing is emitted for a declaration file.
  parsed.identifiers = new Map()
  parsed.pragmas = new Map()
  readTextLater(file, read)
}

/** Apart, so that nothing is in sight of the getter that holds the text. */
function readTextLater(file: ts.SourceFile, read: (path: string) => string | undefined): void {
  // Merely redefined it would stay in the object, unseen.
  delete (file as { text?: string }).text
  let text: string | undefined
  const get = (): string => (text ??= read(file.fileName) ?? '')
  Object.defineProperty(file, 'text', { get, enumerable: true, configurable: true })
}

/** The same text as a string of its own. */
function unslicer(): (text: string) => string {
  const copies = new Map<string, string>()
  return (text) => {
    if (text.length < shortestSlice) return text
    const known = copies.get(text)
    if (known !== undefined) return known
    const copy = Buffer.from(text, 'utf16le').toString('utf16le')
    copies.set(text, copy)
    return copy
  }
}

/** V8 copies shorter parts of a string. */
const shortestSlice = 13

function write(node: ts.Node, field: string, text: string): void {
  ;(node as unknown as Record<string, string>)[field] = text
}

/** Takes the tables that the binder has made and left empty, two for every three symbols, out of bound files. */
export function dropEmptyTables(files: Iterable<ts.SourceFile>): void {
  // These ask their table without asking whether there is one.
  const asking = ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.Module
  const visit = (node: ts.Node): void => {
    const { locals, symbol } = node as ts.Node & { locals?: ts.SymbolTable; symbol?: ts.Symbol }
    if (locals?.size === 0) (node as { locals?: ts.SymbolTable | undefined }).locals = undefined
    if (symbol?.exports?.size === 0 && !(symbol.flags & asking)) {
      ;(symbol as { exports?: ts.SymbolTable | undefined }).exports = undefined
    }
    ts.forEachChild(node, visit)
  }
  for (const file of files) ts.forEachChild(file, visit)
}
