import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { startKernel } from '../../src/kernel/index.js'
import { isAlive, until, useKernel } from './support/notebook.js'

const notebook = useKernel()
const gone = 'stderr: A new evaluator runs this cell: variables of earlier cells are gone.'

test.each([
  ['process.exit(3)', 'exited with code 3'],
  ['process.kill(process.pid, "SIGKILL"); for (;;) {}', 'was ended by SIGKILL'],
  ['process.abort()', 'was ended by SIGABRT'],
])('after %s the cell says what happened, the next runs in a new evaluator', async (code, how) => {
  await notebook.run('const lost = 1')
  const { error, outputs } = await notebook.client.execute(`console.log('last words'); ${code}`)
  expect(outputs[0]).toMatchObject({ output_type: 'stream', text: 'last words\n' })
  expect(error?.evalue).toContain(how)
  expect(await notebook.run('1 + 1')).toBe(`${gone}\nresult: 2`)
  expect(await notebook.run('lost')).toContain("Cannot find name 'lost'")
})

test('an evaluator that ends between cells is told by the next cell', async () => {
  await notebook.run('setTimeout(() => process.exit(0), 10); process.pid')
  await until(() => children(notebook.client.pid).length === 0)
  expect(await notebook.run('1 + 1')).toBe(`${gone}\nresult: 2`)
})

test.each([
  ['is idle', undefined],
  ['computes', 'console.log("begun"); for (;;) {}'],
])('nothing is left of a kernel that is killed while its evaluator %s', async (_, code) => {
  const client = await startKernel({ cwd: notebook.folder })
  const [evaluator = 0] = children(client.pid)
  expect(isAlive(evaluator)).toBe(true)
  let outcome: Promise<unknown> = Promise.resolve('the kernel ended: SIGKILL')
  if (code !== undefined) {
    let hasBegun = false
    const cell = client.execute(code, { onOutput: () => (hasBegun = true) })
    outcome = cell.catch((error: unknown) => (error instanceof Error ? error.message : error))
    await until(() => hasBegun)
  }
  process.kill(client.pid ?? 0, 'SIGKILL')
  expect(await outcome).toMatch(/^the kernel ended: SIGKILL/) // what it had logged stands behind
  await until(() => !isAlive(evaluator))
  await client.shutdown()
})

test('a shutdown ends the evaluator, also one that computes', async () => {
  const client = await startKernel({ cwd: notebook.folder })
  const [evaluator = 0] = children(client.pid)
  let hasBegun = false
  const cell = client.execute('console.log("begun"); for (;;) {}', { onOutput: () => (hasBegun = true) })
  const ended = cell.catch((error: unknown) => error)
  await until(() => hasBegun)
  await client.shutdown()
  await ended
  await until(() => !isAlive(evaluator))
})

function children(pid: number | undefined): number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  return rows.filter(([, parent]) => parent === pid).map(([child = 0]) => child)
}
