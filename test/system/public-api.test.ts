import ts from 'typescript'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** What a cell may import, and nothing else; types beside them are free. */
const values = [
  'BuildError',
  'CommandError',
  'EngineError',
  'LabGoneError',
  'LessonError',
  'RestoreError',
  'StoppedError',
  'TopologyError',
  'UndoError',
  'absent',
  'all',
  'chain',
  'doctor',
  'exists',
  'hasAddress',
  'hasRoute',
  'isPortOf',
  'isUp',
  'isolated',
  'learned',
  'lesson',
  'mesh',
  'nodes',
  'not',
  'openLab',
  'pair',
  'reaches',
  'ring',
  'star',
  'toTopology',
  'tree',
]

const root = fileURLToPath(new URL('../..', import.meta.url))

function load(files: Record<string, string>): { checker: ts.TypeChecker; exported: (file: string) => ts.Symbol[] } {
  const config = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const readFile = host.readFile.bind(host)
  host.readFile = (path) => files[path] ?? readFile(path)
  const program = ts.createProgram([`${root}src/index.ts`, ...Object.keys(files)], options, host)
  const checker = program.getTypeChecker()
  const exported = (file: string) =>
    checker
      .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
  return { checker, exported }
}

/** Paths through the public types at whose end stands `any`. Types of Node and of TypeScript's own library are left alone. */
function anysIn(checker: ts.TypeChecker, symbols: readonly ts.Symbol[]): string[] {
  const found: string[] = []
  const seen = new Set<ts.Type>()
  for (const symbol of symbols) {
    if (symbol.flags & ts.SymbolFlags.Type) visit(checker.getDeclaredTypeOfSymbol(symbol), symbol.name)
    if (symbol.flags & ts.SymbolFlags.Value) visit(checker.getTypeOfSymbol(symbol), symbol.name)
  }
  return found

  function visit(type: ts.Type, path: string): void {
    if (type.flags & ts.TypeFlags.Any) found.push(path)
    if (seen.has(type)) return
    seen.add(type)
    if (type.isUnionOrIntersection()) type.types.forEach((each) => visit(each, path))
    checker.getTypeArguments(type as ts.TypeReference).forEach((each) => visit(each, `${path}<>`))
    if (isForeign(type)) return
    for (const property of checker.getPropertiesOfType(type)) {
      visit(checker.getTypeOfSymbol(property), `${path}.${property.name}`)
    }
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      visit(signature.getReturnType(), `${path}()`)
      for (const parameter of signature.getParameters()) {
        visit(checker.getTypeOfSymbol(parameter), `${path}(${parameter.name})`)
      }
    }
  }
}

function isForeign(type: ts.Type): boolean {
  const declarations = (type.aliasSymbol ?? type.getSymbol())?.declarations ?? []
  return declarations.some((declaration) => declaration.getSourceFile().fileName.includes('/node_modules/'))
}

describe('the public API', () => {
  const bad = `${root}src/bad.ts`
  const { checker, exported } = load({
    [bad]: `export interface Bad { list: Map<string, { deep: any }>; call(x: any): void }
      export declare function worse(): Promise<any>
      export class Good extends Error { readonly name = 'Good' }`,
  })

  test('is exactly what it is meant to be', async () => {
    expect(Object.keys(await import('../../src/index.js')).sort()).toEqual(values)
  })

  test('has no any in its types', () => {
    expect(anysIn(checker, exported(`${root}src/index.ts`))).toEqual([])
  })

  test('would be caught with one', () => {
    expect(anysIn(checker, exported(bad)).sort()).toEqual(['Bad.call(x)', 'Bad.list<>.deep', 'worse()<>'])
  })
})
