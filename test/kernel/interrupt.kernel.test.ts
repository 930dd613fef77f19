import { expect, test } from 'vitest'
import { useKernel } from './support/notebook.js'

const notebook = useKernel()

/** Runs a cell, stops it once it says that it has begun, and gives what the cell came to. */
async function stop(code: string) {
  let hasBegun: () => void = () => undefined
  const begun = new Promise<void>((resolve) => (hasBegun = resolve))
  const cell = notebook.client.execute(code, { onOutput: () => hasBegun() })
  await begun
  await notebook.client.interrupt()
  return cell
}

const imports = `import { execSync, spawnSync } from 'node:child_process'; import { promises } from 'node:fs'`

test.each([
  ['a loop', `console.log('begun'); while (true) {}`],
  ['a loop that catches everything', `console.log('begun'); for (;;) { try { for (;;) {} } catch {} }`],
  ['a loop behind an await', `await null; console.log('begun'); for (;;) {}`],
  ['a loop behind a timer', `await new Promise((r) => setTimeout(r, 5)); console.log('begun'); for (;;) {}`],
  ['a loop behind reading a file', `await promises.readFile('/etc/hostname'); console.log('begun'); for (;;) {}`],
  ['a loop in a timer', `setTimeout(() => { console.log('begun'); for (;;) {} }, 1); await new Promise(() => {})`],
  ['a loop that prints', `for (;;) console.log('x'.repeat(100))`],
  ['an endless await', `console.log('begun'); await new Promise(() => {})`],
  ['an await in small steps', `for (;;) { console.log('step'); await new Promise((r) => setTimeout(r, 5)) }`],
  ['a blocked thread', `console.log('begun'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`],
  ['a synchronous child', `console.log('begun'); execSync('sleep 600')`],
  ['synchronous children without end', `console.log('begun'); for (;;) spawnSync('sleep', ['600'])`],
  ['a child that ignores it', `console.log('begun'); execSync('trap "" INT TERM; sleep 600; sleep 600')`],
])('a stop ends %s and keeps the variables', async (_, code) => {
  await notebook.run(`let kept = 42; ${imports}`)
  const { status, error } = await stop(code)
  expect(status).toBe('error')
  expect(error).toMatchObject({ ename: 'Interrupted', evalue: 'the cell was stopped' })
  expect(await notebook.run('kept')).toBe('result: 42')
})

test.each([
  ['a loop behind an await', `await null; console.log('begun'); for (;;) {}`],
  ['a loop behind a timer', `await new Promise((r) => setTimeout(r, 5)); console.log('begun'); for (;;) {}`],
  ['a loop in a timer', `setTimeout(() => { console.log('begun'); for (;;) {} }, 1); await new Promise(() => {})`],
])('a stop ends %s and keeps the variables, with async hooks on', async (_, code) => {
  await notebook.run(`import { AsyncLocalStorage } from 'node:async_hooks'
    let kept = 42; const store = new AsyncLocalStorage<number>(); store.enterWith(1)`)
  expect((await stop(code)).outputs).toMatchObject([{ text: 'begun\n' }, { ename: 'Interrupted' }])
  expect(await notebook.run('store.disable(); kept')).toBe('result: 42')
})

test('code that waits in small steps does not go on after its stop', async () => {
  await notebook.run('let steps = 0')
  await stop(`for (;;) { steps++; console.log(steps); await new Promise((r) => setTimeout(r, 5)) }`)
  const before = await notebook.run('steps')
  await notebook.run('await new Promise((r) => setTimeout(r, 100))')
  expect(await notebook.run('steps')).toBe(before)
})

test('cells that wait behind a stopped one are aborted', async () => {
  const waiting = { client: notebook.client }
  const stopped = stop(`console.log('begun'); await new Promise(() => {})`)
  const next = waiting.client.execute('1')
  expect((await stopped).status).toBe('error')
  expect((await next).status).toBe('aborted')
})

test('a stop between cells harms nothing', async () => {
  await notebook.run('let still = 1')
  await notebook.client.interrupt()
  expect(await notebook.run('still')).toBe('result: 1')
})

test('SIGINT to the kernel is a stop too', async () => {
  const cell = notebook.client.execute(
    `await new Promise((r) => setTimeout(r, 5)); console.log('begun'); for (;;) {}`,
    {
      onOutput: () => process.kill(notebook.client.pid ?? 0, 'SIGINT'),
    },
  )
  expect((await cell).error?.ename).toBe('Interrupted')
})

test('an abort signal is a stop', async () => {
  const controller = new AbortController()
  const cell = notebook.client.execute(`console.log('begun'); await new Promise(() => {})`, {
    signal: controller.signal,
    onOutput: () => controller.abort(),
  })
  expect((await cell).error?.ename).toBe('Interrupted')
})
