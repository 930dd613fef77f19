import { expect, test } from 'vitest'
import { contentProblem, headerProblem } from './shapes.js'

const failure = { ename: 'Error', evalue: 'no', traceback: [] }

test.each([
  ['iopub', 'stream', { name: 'stdout', text: 'a' }],
  ['iopub', 'display_data', { data: { 'text/plain': 'a', 'image/svg+xml': '<svg/>' }, metadata: {}, transient: {} }],
  [
    'iopub',
    'execute_result',
    { data: { 'text/plain': 'a', 'application/json': [1] }, metadata: {}, execution_count: 1 },
  ],
  ['shell', 'execute_reply', { status: 'aborted' }],
  ['shell', 'execute_reply', { status: 'error', execution_count: 1, ...failure }],
  ['shell', 'history_reply', { status: 'ok', history: [[1, 2, 'a'], [1, 3, ['b', null]]] }], // prettier-ignore
  ['shell', 'is_complete_reply', { status: 'incomplete', indent: '  ' }],
])('%s %s as it should be', (channel, type, content) => {
  expect(contentProblem(channel, type, content)).toBeUndefined()
})

test.each([
  ['iopub', 'stream', { name: 'stdlog', text: 'a' }],
  ['iopub', 'stream', { name: 'stdout', text: 'a', more: 1 }],
  ['iopub', 'stream', { name: 'stdout' }],
  ['shell', 'stream', { name: 'stdout', text: 'a' }],
  ['iopub', 'display_data', { data: { 'text/html': 'no words' }, metadata: {}, transient: {} }],
  ['iopub', 'display_data', { data: { 'text/plain': ['a'] }, metadata: {} }],
  ['iopub', 'update_display_data', { data: { 'text/plain': 'a' }, metadata: {}, transient: {} }],
  ['iopub', 'error', { ename: 'Error', evalue: 'no', traceback: 'text' }],
  ['shell', 'execute_reply', { status: 'ok', execution_count: 1 }],
  ['shell', 'execute_reply', { status: 'abort' }],
  ['shell', 'history_reply', { status: 'ok', history: [[1, 2]] }],
  ['shell', 'is_complete_reply', { status: 'complete', indent: '' }],
  ['shell', 'comm_info_reply', { status: 'ok', comms: { a: {} } }],
  ['stdin', 'input_request', { prompt: 'a' }],
])('%s %s that is wrong: %j', (channel, type, content) => {
  expect(contentProblem(channel, type, content)).toContain(type)
})

test('a header', () => {
  const header = {
    msg_id: '1',
    msg_type: 't',
    session: 's',
    username: 'u',
    date: new Date().toISOString(),
    version: '5.4',
  }
  expect(headerProblem(header)).toBeUndefined()
  expect(headerProblem({ ...header, date: 'today' })).toContain('date')
  expect(headerProblem({ ...header, version: '4.0' })).toContain('version')
  expect(headerProblem({ ...header, msg_id: 7 })).toContain('msg_id')
})
