import { expect, test } from 'vitest'
import { textOf, until, useKernel } from './support/notebook.js'

const notebook = useKernel()
const run = (code: string) => notebook.run(code)

test('console, direct writes and child processes come in the order in which they wrote', async () => {
  const text = await run(`
    import { execSync, spawnSync } from 'node:child_process'
    console.log('one')
    execSync('echo two', { stdio: 'inherit' })
    process.stdout.write('three\\n')
    spawnSync('sh', ['-c', 'echo four'], { stdio: ['ignore', process.stdout, process.stderr] })
    console.info('five')`)
  expect(text).toBe('stdout: one\ntwo\nthree\nfour\nfive')
})

test('stdout, stderr and displays keep their order', async () => {
  const text = await run(`
    import { execSync } from 'node:child_process'
    console.log('a'); console.error('b'); console.log('c')
    await display('d'); console.log('e')
    execSync('echo f >&2', { stdio: 'inherit' }); await display('g')`)
  expect(text).toBe(
    ['stdout: a', 'stderr: b', 'stdout: c', "display: 'd'", 'stdout: e', 'stderr: f', "display: 'g'"].join('\n'),
  )
})

test('an update of a display stands where the display stands', async () => {
  const shown = await run(`
    const bar = await display('0 %')
    console.log('working')
    await bar.update('100 %')`)
  expect(shown).toBe("display: '100 %'\nstdout: working")
})

test('100,000 lines all arrive, in order, in few messages', async () => {
  let messages = 0
  const { outputs } = await notebook.client.execute('for (let n = 0; n < 100_000; n++) console.log(n)', {
    onOutput: () => messages++,
  })
  expect(outputs).toHaveLength(1)
  const [output] = outputs
  const lines = output?.output_type === 'stream' ? output.text.trimEnd().split('\n') : []
  expect(lines).toHaveLength(100_000)
  expect(lines.every((line, n) => line === String(n))).toBe(true)
  expect(messages).toBeLessThan(1_000)
})

test('50 MB in one cell all arrive', async () => {
  const { outputs } = await notebook.client.execute(
    "for (let n = 0; n < 50; n++) process.stdout.write('x'.repeat(1_000_000))",
  )
  const [output] = outputs
  expect(output?.output_type === 'stream' && output.text.length).toBe(50_000_000)
})

test('a cell that prints without end is cut at 100 MB with a notice, and the next cell prints', async () => {
  const { outputs } = await notebook.client.execute(
    "const line = 'x'.repeat(999_999) + '\\n'; for (let n = 0; n < 120; n++) process.stdout.write(line)",
  )
  const [printed, notice] = outputs.map((output) => (output.output_type === 'stream' ? output.text : ''))
  expect(printed).toHaveLength(100_000_000)
  expect(notice).toContain('beyond 100 MB is left out')
  expect(await run("console.log('next')")).toBe('stdout: next')
})

test('characters of several bytes are whole, whoever writes them', async () => {
  expect(
    await run('process.stdout.write(Buffer.from([0xe2])); process.stdout.write(Buffer.from([0x82, 0xac])); 0'),
  ).toBe('stdout: \u20ac\nresult: 0')
  expect(
    await run(
      "import { execSync } from 'node:child_process'; execSync('printf \"\\\\342\\\\202\\\\254\"', { stdio: 'inherit' }); 0",
    ),
  ).toBe('stdout: \u20ac\nresult: 0')
})

test('a loop that never waits shows its output while it runs', async () => {
  const seen: string[] = []
  const cell = notebook.client.execute("console.log('begun'); for (;;) {}", {
    onOutput: (output) => seen.push(output.output_type === 'stream' ? output.text : output.output_type),
  })
  await until(() => seen.includes('begun\n'))
  await notebook.client.interrupt()
  expect((await cell).status).toBe('error')
})

test('a rejection nobody handles and an exception in a timer are told, and the notebook goes on', async () => {
  const text = await run(`
    let alive = 'yes'
    void Promise.reject(new Error('nobody caught me'))
    setTimeout(() => { throw new TypeError('in a timer') }, 1)
    await new Promise((resolve) => setTimeout(resolve, 50))`)
  expect(text).toMatch(/^stderr: /)
  expect(text).toContain('Error: nobody caught me')
  expect(text).toContain('TypeError: in a timer')
  expect(await run('alive')).toBe("result: 'yes'")
})

test('what earlier cells left running shows its output in its own cell, also while another one runs', async () => {
  const early = await notebook.client.execute(`
    import { execSync } from 'node:child_process'
    import { setTimeout as later } from 'node:timers'
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    void released.then(async () => {
      console.log('after a then')
      await null
      console.log('after an await')
      process.nextTick(() => console.log('in a tick'))
      queueMicrotask(() => console.error('in a microtask'))
      setImmediate(() => later(() => { console.log('in a timer'); throw new RangeError('thrown in a timer') }, 1))
      await display('shown late')
      throw new TypeError('nobody caught me')
    })`)
  const code = `
    release()
    await new Promise((resolve) => setTimeout(resolve, 30))
    execSync('echo a child', { stdio: 'inherit' })
    console.log('own')`
  expect(await run(code)).toBe('stdout: a child\nown')
  await until(() => textOf(early).includes('thrown in a timer'))
  const text = textOf(early)
  for (const part of ['after a then', 'after an await', 'in a tick', 'in a microtask', 'in a timer', 'shown late']) {
    expect(text).toContain(part)
  }
  expect(text).toContain('TypeError: nobody caught me')
})

test('a timer of an earlier cell shows its output in that cell while no cell runs', async () => {
  const early = await notebook.client.execute("setTimeout(() => console.log('rang'), 20); 'set'")
  await until(() => textOf(early).includes('stdout: rang'))
})

test('a loop that was stopped after an await leaves nothing of its cell behind', async () => {
  const early = await notebook.client.execute(
    "setTimeout(async () => { await null; console.log('loops'); for (;;) {} }, 1); 'set'",
  )
  await until(() => textOf(early).includes('loops'))
  const next = notebook.client.execute("await null; console.log('next')")
  await notebook.client.interrupt()
  await next
  expect(await run("console.log('own'); await null; console.log('still own')")).toBe('stdout: own\nstill own')
  expect(textOf(early)).not.toContain('own')
})

test('timers that were wrapped for their cell are as they were', async () => {
  expect(
    await run(`
    import { promisify } from 'node:util'
    const order: unknown[] = []
    const timer = setTimeout(function (this: unknown, a: string) { order.push(this === timer, a) }, 1, 'argument')
    await promisify(setTimeout)(5)
    clearTimeout(setTimeout(() => order.push('cleared'), 1))
    order.push(await promisify(setImmediate)('value'), setTimeout.name, setTimeout.length)
    order`),
  ).toBe("result: [ true, 'argument', 'value', 'setTimeout', 5 ]")
})

test('a child process keeps the pipe and the cell does not wait for it', async () => {
  await run("import { spawn } from 'node:child_process'; const child = spawn('sleep', ['60'], { stdio: 'inherit' })")
  expect(await run('child.kill()')).toBe('result: true')
})
