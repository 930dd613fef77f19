import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vm from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { openCompiler } from '../../../src/kernel/evaluator/compiler/compiler.js'
import { readConfig } from '../../../src/kernel/evaluator/compiler/config.js'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** The last value of a cell beside a tsconfig.json with these options, or what TypeScript has against it. */
function outcomeOf(source: string, compilerOptions: object): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'decorators-'))
  folders.push(folder)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  const compiled = openCompiler(folder, readConfig(folder)).compile(source, 0)
  if (!compiled.ok) return compiled.problems.map(({ code, message }) => `TS${code}: ${message}`).join('\n')
  const exported: Record<string, unknown> = {}
  const run = vm.runInThisContext(`(function (exports) { ${compiled.code}\n})`) as (exports: object) => void
  run(exported)
  return exported[compiled.lastValueName ?? '']
}

const standard = `function twice(method: (n: number) => number, context: ClassMethodDecoratorContext) {
  return function (this: unknown, n: number) { return 2 * method.call(this, n) }
}
class Counter { @twice add(n: number) { return n + 1 } }
new Counter().add(4)`

const experimental = `function marked(target: object, key: string, descriptor: PropertyDescriptor) { descriptor.enumerable = true }
class Counter { @marked add() {} }
Object.keys(Counter.prototype).join()`

test.each([
  ['experimental ones, unless', {}, experimental, 'add', standard, false],
  ['the standard ones, where', { experimentalDecorators: false }, standard, 10, experimental, true],
])('decorators are %s a setting says so; the others are refused, with the setting', (...row) => {
  const [, options, right, outcome, wrong, setting] = row
  expect(outcomeOf(right, options)).toBe(outcome)
  const refused = outcomeOf(wrong, options)
  expect(refused).toContain('TS1241: Unable to resolve signature of method decorator')
  expect(refused).toContain(`{ "compilerOptions": { "experimentalDecorators": ${setting} } }`)
})
