import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { useKernel } from './support/notebook.js'

const notebook = useKernel()
const run = (code: string) => notebook.run(code)

test('the last expression is the result', async () => {
  expect(await run('1 + 1')).toBe('result: 2')
  expect(await run('const list = [1, 2]; list')).toBe('result: [ 1, 2 ]')
})

test('undefined, null and declarations show nothing', async () => {
  expect(await run('undefined')).toBe('')
  expect(await run('null')).toBe('')
  expect(await run('const nothing = 1')).toBe('')
  expect(await run('')).toBe('')
  expect(await run('// only a comment')).toBe('')
})

test('false, zero and an empty string are results', async () => {
  expect(await run('false')).toBe('result: false')
  expect(await run('0')).toBe('result: 0')
  expect(await run("''")).toBe("result: ''")
})

test('variables, functions, classes, types and imports live on in later cells', async () => {
  await run(`let count = 1
    const double = (n: number) => 2 * n
    class Box { constructor(readonly n: number) {} }
    interface Named { name: string }
    enum Colour { Red, Green }
    import { basename } from 'node:path'`)
  expect(await run('count = double(count) + 1; count')).toBe('result: 3')
  expect(await run('new Box(count).n')).toBe('result: 3')
  expect(await run("const ada: Named = { name: 'Ada' }; ada.name")).toBe("result: 'Ada'")
  expect(await run('Colour.Green')).toBe('result: 1')
  expect(await run("basename('/a/b')")).toBe("result: 'b'")
})

test('a name may be declared again with another type', async () => {
  await run('const again = 1')
  await run("const again = 'text'")
  expect(await run('again.length')).toBe('result: 4')
})

test('await works at the top of a cell', async () => {
  expect(await run('const later = await Promise.resolve(5); later + 1')).toBe('result: 6')
})

test('a type error keeps the cell from running and shows its place', async () => {
  const { outputs, error } = await notebook.client.execute('console.log("ran")\nconst n: number = "a"')
  expect(outputs).toHaveLength(1)
  expect(error?.evalue).toMatch(/^Cell \[\d+\]:2:7 - TS2322: Type 'string' is not assignable to type 'number'\.$/)
  expect(stripVTControlCharacters(error?.traceback.join('\n') ?? '')).toContain(
    ['  2 const n: number = "a"', '          ^'].join('\n'),
  )
})

test('an exception names the cell of each frame', async () => {
  const made = await notebook.client.execute('function fail(): never {\n  throw new RangeError("too far")\n}')
  const { error, executionCount } = await notebook.client.execute('\n\nfail()')
  expect(error).toMatchObject({ ename: 'RangeError', evalue: 'too far' })
  const stack = stripVTControlCharacters(error?.traceback.join('\n') ?? '')
  expect(stack).toContain(`Cell [${made.executionCount}]:2:9`)
  expect(stack).toContain(`Cell [${executionCount}]:3:1`)
  expect(stack).not.toMatch(/node:|node_modules|\/dist\//)
})

test('what a failing cell had declared by then can be used', async () => {
  expect(await run('const before = 1; const other = 2\nif (before) throw new Error("half-way")\nconst after = 3')).toBe(
    'error: Error: half-way',
  )
  expect(await run('before + other')).toBe('result: 3')
  expect(await run('after')).toContain("Cannot find name 'after'")
})

test('console, process, Buffer and timers are known in an empty folder', async () => {
  expect(await run('console.log(typeof process.pid, Buffer.from("a").length)')).toBe('stdout: number 1')
  expect(await run('await new Promise<void>((resolve) => setTimeout(resolve, 1)); "waited"')).toBe("result: 'waited'")
})

test('user expressions are evaluated after the cell', async () => {
  const reply = await notebook.client.request('shell', 'execute_request', {
    code: 'const forUser = 6',
    user_expressions: { ok: 'forUser * 7', wrong: 'nobody' },
  })
  expect(reply['user_expressions']).toMatchObject({
    ok: { status: 'ok', data: { 'text/plain': '42' } },
    wrong: { status: 'error', ename: 'TypeScriptError' },
  })
})

test('cells that wait behind a failing one are aborted', async () => {
  const all = ['1', 'throw new Error("stop")', '2', '3'].map((code) => notebook.client.execute(code))
  expect((await Promise.all(all)).map(({ status }) => status)).toEqual(['ok', 'error', 'aborted', 'aborted'])
  expect(await run('4')).toBe('result: 4')
})

test('values show themselves by the display symbol', async () => {
  const { outputs } = await notebook.client.execute(
    "({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/html': '<b>x</b>', 'text/plain': 'x' }) })",
  )
  expect(outputs).toMatchObject([
    { output_type: 'execute_result', data: { 'text/html': '<b>x</b>', 'text/plain': 'x' } },
  ])
  expect(await run("({ [Symbol.for('Jupyter.display')]: () => ({}) })")).toBe('')
})

test('a display function that throws is told below the text of the value, and the cell has not failed', async () => {
  const shown = await run("({ a: 1, [Symbol.for('Jupyter.display')]() { throw new Error('cannot show') } })")
  expect(shown).toMatch(/^result: \{ a: 1, .* \}\n\(.*Jupyter\.display.* threw Error: cannot show\)$/)
})

test('display shows a value now, and its handle replaces it later', async () => {
  const shown = await notebook.client.execute("const handle = await display('first'); console.log('after')")
  expect(shown.outputs[0]).toMatchObject({ output_type: 'display_data', data: { 'text/plain': "'first'" } })
  await notebook.client.execute("await handle.update('second')")
  expect(shown.outputs[0]).toMatchObject({ output_type: 'display_data', data: { 'text/plain': "'second'" } })
})

test('console.clear and clearOutput clear what the cell has shown', async () => {
  expect(await run("console.log('a'); console.clear(); console.log('b')")).toBe('stdout: b')
  expect(await run("console.log('a'); clearOutput(); console.log('b')")).toBe('stdout: b')
  expect(await run("console.log('a'); clearOutput({ wait: true }); console.log('b')")).toBe('stdout: b')
  expect(await run("console.log('a'); clearOutput({ wait: true })")).toBe('stdout: a')
  expect(await run('clearOutput({ wait: 1 })')).toContain('TS2322')
})

test('completion and inspection know variables of earlier cells', async () => {
  await run('/** How far. */ const distance = { inMetres: 1, inMiles: 2 }')
  expect((await notebook.client.complete('distance.inM'))['matches']).toEqual(['inMetres', 'inMiles'])
  const inspected = await notebook.client.inspect('distance')
  expect(inspected).toMatchObject({ status: 'ok', found: true })
  expect(JSON.stringify(inspected['data'])).toContain('inMetres: number')
  expect(await notebook.client.inspect('nobodyKnows')).toMatchObject({ status: 'ok', found: false })
})

test('a restart forgets variables and counts from one', async () => {
  await run('const forgotten = 1')
  await notebook.client.restart()
  const { executionCount, error } = await notebook.client.execute('forgotten')
  expect(executionCount).toBe(1)
  expect(error?.evalue).toContain("Cannot find name 'forgotten'")
})

test('a thrown value that cannot even be looked at is an error, and the notebook goes on', async () => {
  const evil = "throw new Proxy({}, { get() { throw new Error('gotcha') } })"
  expect((await notebook.client.execute(evil)).status).toBe('error')
  expect(await run("({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 1n }) })")).toBe('result: 1')
  expect(await run('1')).toBe('result: 1')
})
