import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { dropEmptyTables, leaveText } from '../../../../src/kernel/evaluator/compiler/lean.js'

const path = createRequire(import.meta.url).resolve('@types/node/worker_threads.d.ts')
const content = readFileSync(path, 'utf8')
const parse = (): ts.SourceFile => ts.createSourceFile(path, content, ts.ScriptTarget.Latest, true)

test('a declaration file whose text is left on the disk says the same, and is read once', () => {
  let reads = 0
  const lean = parse()
  leaveText(lean, () => (reads++, content))
  const tell = (file: ts.SourceFile): string[] => {
    const told: string[] = []
    const visit = (node: ts.Node): void => {
      const name = ts.isIdentifier(node) || ts.isStringLiteral(node) ? node.text : ''
      told.push(`${ts.SyntaxKind[node.kind]} ${node.pos}-${node.end} ${name}`)
      ts.forEachChild(node, visit)
    }
    visit(file)
    return told
  }
  expect(tell(lean)).toEqual(tell(parse()))
  expect(reads).toBe(0)
  expect(lean.statements.map((one) => one.getText())).toEqual(parse().statements.map((one) => one.getText()))
  expect(reads).toBe(1)
})

test('a program is checked alike without the tables that are empty', () => {
  const source = `import { Worker, type MessagePort } from 'node:worker_threads'
const worker = new Worker('x', { argv: [1], eval: 'no' })
worker.on('message', (value: MessagePort) => value.postMesage(1))
worker.terminate().then((code) => code.toUpperCase())`
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, types: ['node'], skipLibCheck: true }
  const host = ts.createCompilerHost(options, true)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  const { getSourceFile } = host
  host.getSourceFile = (name, ...rest) => {
    if (name === 'cell.ts') return ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, ...rest))
    return parsed.get(name)
  }
  const problems = (): string[] => {
    const program = ts.createProgram(['cell.ts'], options, host)
    return program
      .getSemanticDiagnostics(program.getSourceFile('cell.ts'))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  }
  const whole = problems()
  expect(whole).not.toEqual([])
  dropEmptyTables([...parsed.values()].flatMap((file) => file ?? []))
  expect(problems()).toEqual(whole)
})
