import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { textOf, until, useKernel } from './support/notebook.js'

const notebook = useKernel()
const sinkModule = fileURLToPath(new URL('../../dist/display/index.js', import.meta.url))
const run = (code: string) => notebook.run(code)

/** Registers hooks as the library does, from within a cell. */
const register = (hooks: string) =>
  run(`{ const session = ((globalThis as any)[Symbol.for('vethbook.session')] ??= { hooks: [] })
    session.hooks.length = 0
    session.hooks.push(${hooks}) }`)

test('an unknown magic is told, with the one that is known', async () => {
  expect(await run('%%bash\nls')).toContain('no cell magic is called %%bash. Known is %%sh')
})

test('a magic cell gets its arguments and its text, and can evaluate in the notebook', async () => {
  await register(`{ async cellMagic(cell: any, context: any) {
    console.log(JSON.stringify(cell))
    const before = context.isDeclared('made')
    await context.evaluate('const made = 6 * 7')
    console.log(before, context.isDeclared('made'))
  } }`)
  expect(await run('%%note --loud a b\nfirst\nsecond')).toBe(
    'stdout: {"name":"note","arguments":"--loud a b","body":"first\\nsecond"}\nfalse true',
  )
  expect(await run('made')).toBe('result: 42')
})

test('what a magic cell throws is the error of the cell', async () => {
  await register(`{ cellMagic: async () => { throw new RangeError('wrong words') } }`)
  expect(await run('%%note')).toBe('error: RangeError: wrong words')
})

test('an evaluation that fails throws to the magic that asked for it', async () => {
  await register(`{ cellMagic: async (_: any, context: any) => context.evaluate('const n: number = "a"') }`)
  expect(await run('%%note')).toContain("Type 'string' is not assignable to type 'number'")
})

test('hooks stand around every cell, and what they show belongs to it', async () => {
  await register(`{ beforeCell: (cell: any) => console.log('before', cell.number > 0, cell.code.length > 0), async afterCell(outcome: any) {
    await new Promise((resolve) => setTimeout(resolve, 20)); console.log('after', outcome.ok) } }`)
  expect(await run("console.log('cell')")).toBe('stdout: before true true\ncell\nafter true')
  expect(await run("throw new Error('no')")).toBe('stdout: before true true\nafter false\nerror: Error: no')
  expect(await run('const n: number = "a"')).toMatch(/^stdout: before true true\nafter false\nerror: TypeScriptError/)
})

test('a hook that fails is told and does not fail the cell', async () => {
  await register(`{ afterCell() { throw new Error('the hook is broken') } }`)
  expect(await run('1 + 1')).toMatch(/^stderr: Error: the hook is broken\n.*Cell \[\d+\].*\nresult: 2$/)
})

test('a stop asks the hooks first: the cell then ends by itself', async () => {
  await register(`(() => { let stop = () => {}
    return { interrupt: () => (stop(), true),
      cellMagic: (cell: any) => new Promise<void>((_, reject) => {
        stop = () => reject(new Error('the command was stopped')); console.log('running') }) } })()`)
  let begin: () => void = () => undefined
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const cell = notebook.client.execute('%%sh\nsleep 600', { onOutput: () => begin() })
  await begun
  await notebook.client.interrupt()
  expect((await cell).error?.evalue).toBe('the command was stopped')
})

test('hooks answer completion and inspection where they have something to say', async () => {
  await register(`{ complete: (place: any) =>
      place.kind === 'magic-body' ? { start: 0, end: place.cursor, matches: [{ text: 'netns', type: 'keyword' }] } : undefined,
    inspect: (place: any, detail: number) => (place.kind === 'magic-body'
      ? { 'text/plain': 'links, ' + detail, 'text/markdown': '**links**' } : undefined) }`)
  expect(await notebook.client.complete('%%sh\nne')).toMatchObject({
    matches: ['netns'],
    cursor_start: 5,
    metadata: { _jupyter_types_experimental: [{ start: 5, end: 7, text: 'netns', type: 'keyword', signature: '' }] },
  })
  expect((await notebook.client.inspect('%%sh\nip', 7, 1))['data']).toEqual({
    'text/plain': 'links, 1',
    'text/markdown': '**links**',
  })
  expect((await notebook.client.complete('"a".toUpper'))['matches']).toEqual(['toUpperCase'])
})

test('a hook that never answers, or fails, holds nobody up: what TypeScript knows is there', async () => {
  await notebook.run('let asked = 0; const known = { ping(word: "pong" | "none") {} }')
  await register(`{ complete: () => (asked++, new Promise(() => {})) }`)
  expect((await notebook.client.complete('known.ping("po'))['matches']).toEqual(['pong'])
  expect(await notebook.run('asked')).toBe('result: 1')
  await register(`{ complete: () => { asked++; throw new Error('a hook failed') } }`)
  expect((await notebook.client.complete('known.ping("po'))['matches']).toEqual(['pong'])
  expect(await notebook.run('asked')).toBe('result: 2')
})

test('what the library shows through the sink keeps its order with other output', async () => {
  const text = await run(`{ const sink = (globalThis as any)[Symbol.for('vethbook.sink')]
    console.log('a'); sink.display({ 'text/plain': 'picture' }, { id: 'p' }); sink.stream('stderr', 'b\\n')
    sink.update('p', { 'text/plain': 'better picture' }); console.log('c', sink.isLive) }`)
  expect(text).toContain('stdout: a\ndisplay: better picture\nstderr: b\nstdout: c true')
})

test('what the library goes on showing stands in the cell that called it, updates where the display is', async () => {
  const early = await notebook.client.execute(`
    import { currentSink } from '${sinkModule}'
    import { execFile } from 'node:child_process'
    const kept = currentSink()
    // A callback of the system is no cell's.
    const child = execFile('cat', () => { kept.stream('stdout', 'late\\n'); kept.display({ 'text/plain': 'picture' }, { id: 'q' }) })`)
  expect(
    await run("child.stdin!.end(); await new Promise((resolve) => child.on('close', resolve)); console.log('own')"),
  ).toBe('stdout: own')
  await until(() => textOf(early).includes('picture'))
  expect(textOf(early)).toBe('stdout: late\ndisplay: picture')
  await run("kept.update('q', { 'text/plain': 'better' })")
  await until(() => textOf(early).includes('better'))
})
