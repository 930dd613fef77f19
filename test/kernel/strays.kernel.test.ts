import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { textOf, until, useKernel } from './support/notebook.js'

const notebook = useKernel()

/** A cell that has ended is told of what it left behind, while another one runs. */
async function told(cell: string): Promise<string> {
  const execution = await notebook.client.execute(cell)
  const stderr = () => stripVTControlCharacters(textOf(execution)).replaceAll(`[${execution.executionCount}]`, '[n]')
  const next = notebook.run(`await new Promise((resolve) => setTimeout(resolve, 20)); 'next'`)
  await until(() => stderr().includes('stderr: '))
  expect(await next).toBe("result: 'next'")
  return stderr()
}

const unreadable = "new Proxy(new Error('x'), { get() { throw new Error('trap') } })"

test.each([
  ['an exception in a timer', "setTimeout(() => {\n  throw new Error('x') }, 5)", '(Cell [n]:2:9)'],
  [
    'in an interval',
    "const every = setInterval(() => { clearInterval(every); throw new RangeError('x') }, 5)",
    'RangeError: x',
  ],
  ['in a microtask', "queueMicrotask(() => { throw new Error('x') })", 'Error: x\n    at Cell [n]:1:30'],
  [
    'in an event handler',
    "setTimeout(() => process.emit('odd' as any), 5); process.once('odd', () => { throw new Error('x') })",
    'Error: x',
  ],
  ['a rejection', "setTimeout(async () => {\n  throw new Error('x') }, 5)", '(Cell [n]:2:9)'],
  [
    'a rejection with a cause',
    "void Promise.reject(new Error('x', { cause: new Error('y') }))",
    'Caused by:\nError: y',
  ],
  ['null', 'setTimeout(() => { throw null }, 5)', 'Uncaught null'],
  ['a rejection with nothing', 'void Promise.reject()', 'Uncaught undefined'],
  ['a symbol', "setTimeout(() => { throw Symbol('s') }, 5)", 'Uncaught Symbol(s)'],
  ['what cannot be read', `setTimeout(() => { throw ${unreadable} }, 5)`, 'Uncaught Error: x'],
  ['a rejection with what cannot be read', `void Promise.reject(${unreadable})`, 'Uncaught Error: x'],
  [
    'a revoked proxy',
    'const gone = Proxy.revocable({}, {}); gone.revoke(); setTimeout(() => { throw gone.proxy }, 5)',
    'Uncaught <Revoked Proxy>',
  ],
  [
    'where stacks cannot be made',
    "Error.prepareStackTrace = () => { throw new Error('no') }; setTimeout(() => { throw new Error('x') }, 5)",
    'Error: x',
  ],
])('%s reaches the cell that started it, and the notebook goes on', async (_, cell, text) => {
  expect(await told(cell)).toContain(text)
})
