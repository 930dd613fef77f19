import ts from 'typescript'
import type { Setting } from './programs.js'

/**
 * What TypeScript's language service is made of. The service itself insists on a program of its own, which would be
 * checked a second time: 20 MB, and 0.1 s at the first question. These work with the program that cells are checked by.
 */
interface Service {
  Completions: {
    getCompletionsAtPosition(
      host: Partial<ts.LanguageServiceHost>,
      program: ts.Program,
      log: (line: string) => void,
      file: ts.SourceFile,
      position: number,
      preferences: ts.UserPreferences,
      triggerCharacter: undefined,
      triggerKind: undefined,
      cancellation: ts.CancellationToken,
    ): ts.CompletionInfo | undefined
  }
  GoToDefinition: {
    getDefinitionAtPosition(
      program: ts.Program,
      file: ts.SourceFile,
      position: number,
    ): readonly ts.DefinitionInfo[] | undefined
  }
  SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      file: ts.SourceFile,
      container: ts.Node | undefined,
      node: ts.Node,
    ): { displayParts: ts.SymbolDisplayPart[]; documentation: ts.SymbolDisplayPart[] }
  }
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node
  getContainerNode(node: ts.Node): ts.Node | undefined
}

const service = ts as unknown as Service
const never: ts.CancellationToken = {
  isCancellationRequested: () => false,
  throwIfCancellationRequested: () => undefined,
}

export function completionsAt(
  { program, cell }: Setting,
  position: number,
  host: ts.CompilerHost,
): ts.CompletionInfo | undefined {
  const asked = { ...host, getCompilationSettings: () => program.getCompilerOptions() }
  const ignore = (): void => undefined
  const { getCompletionsAtPosition } = service.Completions
  return getCompletionsAtPosition(asked as never, program, ignore, cell, position, {}, undefined, undefined, never)
}

/** What a name is, as a declaration would say it; undefined: it is not known. */
export interface Meaning {
  signature: string
  documentation: string
  /** Where the name begins. */
  start: number
}

export function meaningAt({ program, cell }: Setting, position: number): Meaning | undefined {
  const touched = service.getTouchingPropertyName(cell, position)
  if (touched === cell) return undefined
  const { parent } = touched
  const node = ts.isNewExpression(parent) && touched.pos === parent.pos ? parent.expression : touched
  const checker = program.getTypeChecker()
  const symbol = checker.getSymbolAtLocation(node)
  const start = node.getStart(cell)
  // One that TypeScript does not know is said to be `unknown`, and is declared nowhere.
  if (!symbol || (checker as unknown as { isUnknownSymbol(symbol: ts.Symbol): boolean }).isUnknownSymbol(symbol)) {
    if (node.kind !== ts.SyntaxKind.ThisKeyword && node.kind !== ts.SyntaxKind.SuperKeyword) return undefined
    return { signature: checker.typeToString(checker.getTypeAtLocation(node), node), documentation: '', start }
  }
  const { displayParts, documentation } = service.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
    checker,
    symbol,
    cell,
    service.getContainerNode(node),
    node,
  )
  const [signature, text] = [displayParts, documentation].map((parts) => ts.displayPartsToString(parts))
  return { signature: signature ?? '', documentation: text ?? '', start }
}

/** The text in front of where a name is declared; undefined: it is declared nowhere. */
export function textBeforeDefinition({ program, cell, outer }: Setting, position: number): string | undefined {
  const [definition] = service.GoToDefinition.getDefinitionAtPosition(program, cell, position) ?? []
  if (!definition) return undefined
  const { fileName, contextSpan, textSpan } = definition
  // A cell and what is declared around it need not be part of the program.
  const file = [cell, outer].find((one) => one.fileName === fileName) ?? program.getSourceFile(fileName)
  return file?.text.slice(0, (contextSpan ?? textSpan).start)
}
