import { afterEach, expect, test } from 'vitest'
import { notebookSession, type MagicCell } from '../../../src/display/index.js'
import { magicOf, runMagic } from '../../../src/kernel/evaluator/magic.js'

afterEach(() => void (notebookSession().hooks.length = 0))
const context = { evaluate: async () => undefined, isDeclared: () => false }

test.each([
  ['%%sh\nip link\n', { name: 'sh', arguments: '', body: 'ip link\n' }],
  ['%%sh --for 5s  \nping x', { name: 'sh', arguments: '--for 5s', body: 'ping x' }],
  ['\n  %%sh\nx', { name: 'sh', arguments: '', body: 'x' }],
  ['%%sh', { name: 'sh', arguments: '', body: '' }],
])('a first line of two percent signs makes a magic cell: %j', (code, cell) => {
  expect(magicOf(code)).toEqual(cell)
})

test.each(['5 %% 2', 'const a = 1\n%%sh', '%sh', '%% sh'])('other code is no magic cell: %j', (code) => {
  expect(magicOf(code)).toBeUndefined()
})

test('the first hook that takes a cell has it', async () => {
  const ran: MagicCell[] = []
  notebookSession().hooks.push(
    {},
    { cellMagic: () => undefined },
    { cellMagic: async (cell) => void ran.push(cell) },
    { cellMagic: () => expect.unreachable() },
  )
  await runMagic({ name: 'sql', arguments: '', body: 'x' }, '/', context)
  expect(ran).toEqual([{ name: 'sql', arguments: '', body: 'x' }])
})

test('an unknown magic says which one there is', async () => {
  await expect(runMagic({ name: 'bash', arguments: '', body: '' }, '/', context)).rejects.toThrow(
    'no cell magic is called %%bash. Known is %%sh',
  )
})
