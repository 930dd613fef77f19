import { expect, test } from 'vitest'
import { OutputFolder, type DisplayRegistry } from '../../../src/kernel/client/outputs.js'

const display = (text: string, id?: string) => ({
  data: { 'text/plain': text },
  metadata: {},
  transient: id === undefined ? {} : { display_id: id },
})

test('text of one stream is one output, until something else comes', () => {
  const folder = new OutputFolder(new Map())
  folder.add('stream', { name: 'stdout', text: 'a' })
  folder.add('stream', { name: 'stdout', text: 'b' })
  folder.add('stream', { name: 'stderr', text: 'c' })
  folder.add('stream', { name: 'stdout', text: 'd' })
  expect(folder.outputs).toEqual([
    { output_type: 'stream', name: 'stdout', text: 'ab' },
    { output_type: 'stream', name: 'stderr', text: 'c' },
    { output_type: 'stream', name: 'stdout', text: 'd' },
  ])
})

test('an update changes its display in place, also from a later cell', () => {
  const displays: DisplayRegistry = new Map()
  const [first, second] = [new OutputFolder(displays), new OutputFolder(displays)]
  first.add('display_data', display('old', 'p'))
  first.add('stream', { name: 'stdout', text: 'a' })
  second.add('update_display_data', display('new', 'p'))
  expect(first.outputs[0]).toMatchObject({ output_type: 'display_data', data: { 'text/plain': 'new' } })
  expect(second.outputs).toEqual([])
})

test('an update of what was never shown is nothing', () => {
  const folder = new OutputFolder(new Map())
  expect(folder.add('update_display_data', display('x', 'unknown'))).toBeUndefined()
  expect(folder.outputs).toEqual([])
})

test('a display keeps no transient data, as files have none', () => {
  const folder = new OutputFolder(new Map())
  folder.add('display_data', display('x', 'p'))
  expect(folder.outputs).toEqual([{ output_type: 'display_data', data: { 'text/plain': 'x' }, metadata: {} }])
})

test('clear_output clears at once, or when the next output comes', () => {
  const folder = new OutputFolder(new Map())
  folder.add('stream', { name: 'stdout', text: 'a' })
  folder.add('clear_output', { wait: true })
  expect(folder.outputs).toHaveLength(1)
  folder.add('stream', { name: 'stdout', text: 'b' })
  expect(folder.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: 'b' }])
  folder.add('clear_output', { wait: false })
  expect(folder.outputs).toEqual([])
})

test('results and errors are as a notebook file has them', () => {
  const folder = new OutputFolder(new Map())
  folder.add('execute_result', { ...display('1'), execution_count: 3 })
  folder.add('error', { ename: 'Error', evalue: 'no', traceback: ['x'] })
  folder.add('status', { execution_state: 'idle' })
  expect(folder.outputs).toEqual([
    { output_type: 'execute_result', data: { 'text/plain': '1' }, metadata: {}, execution_count: 3 },
    { output_type: 'error', ename: 'Error', evalue: 'no', traceback: ['x'] },
  ])
})
