import { afterEach, expect, test } from 'vitest'
import type { Evaluator, ExecuteRequest, Outcome, Output } from '../../../src/kernel/evaluator/contract.js'
import { contentProblem } from '../support/shapes.js'
import { History } from '../../../src/kernel/history/index.js'
import { Kernel, kernelInfo, outputLimitOf, type Channel, type Outgoing } from '../../../src/kernel/routing/index.js'
import type { JsonObject } from '../../../src/kernel/wire/index.js'

/** What was not as the protocol says. */
const problems: (string | never[])[] = []
afterEach(() => expect(problems.splice(0).flat()).toEqual([]))

/** A kernel whose evaluator is told by the test what to answer, and what it has sent so far. */
function kernel(options: { complete?: Evaluator['complete'] } = {}) {
  const sent: (Outgoing & { channel: string })[] = []
  const cells: { request: ExecuteRequest; end: (outcome: Outcome) => void }[] = []
  const calls: string[] = []
  let show: (output: Output) => void = () => undefined
  let listener: (message: Outgoing) => void = () => undefined
  const onSend = (listen: typeof listener) => void (listener = listen)
  const evaluator: Evaluator = {
    execute: (request) => new Promise((end) => cells.push({ request, end })),
    complete: options.complete ?? (async () => ({ start: 0, end: 0, matches: [] })),
    inspect: async () => undefined,
    isComplete: async () => ({ status: 'complete' }),
    comm: async ({ type, id, buffers }) => void calls.push(`${type} ${id} ${buffers.length}`),
    listComms: async (target) => ({ [`c of ${target}`]: target ?? 'any' }),
    interrupt: async () => void calls.push('interrupt'),
    answer: (text) => calls.push(`answer ${text}`),
    dispose: async () => void calls.push('dispose'),
  }
  const routed = new Kernel({
    info: kernelInfo('0.1.0', '5.9.3'),
    outputLimitBytes: 10,
    history: new History(),
    send(channel, message) {
      problems.push(contentProblem(channel, message.type, message.content) ?? [])
      sent.push({ channel, ...message })
      listener(message)
    },
    createEvaluator(onOutput) {
      show = onOutput
      return evaluator
    },
    exit: () => calls.push('exit'),
  })
  let number = 0
  const ask = async (type: string, content: JsonObject = {}, channel: Channel = 'shell') => {
    const header = { msg_id: `m${++number}`, msg_type: type, session: 's', username: 'u', date: 'd', version: '5.4' }
    const identities = [Buffer.from('front end')]
    routed.receive(channel, { identities, header, parent: undefined, metadata: {}, content, buffers: [] })
    await settled()
    return header.msg_id
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
  const end = async (outcome: Outcome) => {
    cells.at(-1)?.end(outcome)
    await settled()
  }
  /** `type` and what matters of its content, for each message about a request. */
  const about = (id: string) =>
    sent
      .filter(({ parent }) => parent?.msg_id === id)
      .map(({ type, content }) => {
        const detail = content['execution_state'] ?? content['status'] ?? content['text']
        return typeof detail === 'string' ? `${type} ${detail}` : type
      })
  return { sent, onSend, cells, calls, ask, end, about, settled, show: (output: Output) => show(output), routed }
}

const ok: Outcome = { ok: true, expressions: {} }
const failed: Outcome = { ok: false, name: 'Error', message: 'no', traceback: ['Error: no'] }

test('every request is wrapped in busy and idle', async () => {
  const { ask, about } = kernel()
  expect(about(await ask('kernel_info_request'))).toEqual(['status busy', 'kernel_info_reply ok', 'status idle'])
  expect(about(await ask('history_request', { hist_access_type: 'tail' }))).toEqual([
    'status busy',
    'history_reply ok',
    'status idle',
  ])
})

test('a request of an unknown type is marked as handled and not answered', async () => {
  const { ask, about } = kernel()
  expect(about(await ask('fly_request'))).toEqual(['status busy', 'status idle'])
})

test('a request whose content is wrong is answered by an error', async () => {
  const { ask, about, cells } = kernel()
  expect(about(await ask('execute_request', { code: 7 }))).toEqual([
    'status busy',
    'execute_reply error',
    'status idle',
  ])
  expect(cells).toEqual([])
})

test('a cell shows its input, its output and its result, then ends', async () => {
  const { ask, end, show, about, sent } = kernel()
  const id = await ask('execute_request', { code: '1' })
  show({ cell: 1, kind: 'stream', name: 'stdout', text: 'a' })
  show({ cell: 1, kind: 'display', bundle: { 'text/plain': 'picture' }, id: 'p' })
  show({ cell: 1, kind: 'update', bundle: { 'text/plain': 'better' }, id: 'p' })
  await end({ ok: true, result: { 'text/plain': '1' }, expressions: {} })
  expect(about(id)).toEqual([
    'status busy',
    'execute_input',
    'stream a',
    'display_data',
    'update_display_data',
    'execute_result',
    'execute_reply ok',
    'status idle',
  ])
  const result = sent.find(({ type }) => type === 'execute_result')
  expect(result?.content).toMatchObject({ execution_count: 1, data: { 'text/plain': '1' } })
  expect(sent.find(({ type }) => type === 'display_data')?.content).toMatchObject({ transient: { display_id: 'p' } })
})

test('text of one stream travels together, other streams and displays in between', async () => {
  const { ask, end, show, about } = kernel()
  const id = await ask('execute_request', { code: '' })
  for (const text of ['a', 'b']) show({ cell: 1, kind: 'stream', name: 'stdout', text })
  show({ cell: 1, kind: 'stream', name: 'stderr', text: 'c' })
  for (const text of ['d', 'e']) show({ cell: 1, kind: 'stream', name: 'stdout', text })
  await end(ok)
  expect(about(id).filter((text) => text.startsWith('stream'))).toEqual(['stream ab', 'stream c', 'stream de'])
})

test('text of a running cell is shown while it runs', async () => {
  const { ask, show, about, settled } = kernel()
  const id = await ask('execute_request', { code: '' })
  show({ cell: 1, kind: 'stream', name: 'stdout', text: 'a' })
  while (!about(id).includes('stream a')) await settled()
})

test('output of an earlier cell keeps its parent', async () => {
  const { ask, end, show, about } = kernel()
  const first = await ask('execute_request', { code: '' })
  await end(ok)
  const second = await ask('execute_request', { code: '' })
  show({ cell: 1, kind: 'stream', name: 'stdout', text: 'late' })
  show({ cell: 2, kind: 'stream', name: 'stdout', text: 'own' })
  await end(ok)
  expect(about(first)).toContain('stream late')
  expect(about(second)).toContain('stream own')
  expect(about(second)).not.toContain('stream late')
})

test('past the limit a cell prints nothing more, and it is said once; the next cell has a limit of its own', async () => {
  const { ask, end, show, about } = kernel()
  const print = (cell: number, text: string) => show({ cell, kind: 'stream', name: 'stdout', text })
  const first = await ask('execute_request', { code: '' })
  for (const text of ['01234', '567\u20ac9', 'more', 'and more']) print(1, text)
  await end(ok)
  const notice = /^stream \nWhat this cell prints beyond 0.00001 MB is left out\. .*VETHBOOK_OUTPUT_LIMIT_MB/
  const streams = (id: string) => about(id).filter((text) => text.startsWith('stream'))
  expect(streams(first)).toEqual(['stream 01234567', expect.stringMatching(notice)])
  const second = await ask('execute_request', { code: '' })
  print(2, '0123456789')
  await end(ok)
  expect(streams(second)).toEqual(['stream 0123456789'])
})

test('a limit reached to the byte, and a write of nothing, send no empty stream', async () => {
  const { ask, end, show, about } = kernel()
  const id = await ask('execute_request', { code: '' })
  for (const text of ['', '0123456789', 'more']) show({ cell: 1, kind: 'stream', name: 'stdout', text })
  await end(ok)
  const streams = about(id).filter((text) => text.startsWith('stream'))
  expect(streams).toEqual(['stream 0123456789', expect.stringMatching(/^stream \nWhat this cell prints beyond/)])
})

test('the limit is 100 MB unless the environment sets another', () => {
  expect(outputLimitOf({})).toBe(100_000_000)
  expect(outputLimitOf({ VETHBOOK_OUTPUT_LIMIT_MB: '0.5' })).toBe(500_000)
  expect(outputLimitOf({ VETHBOOK_OUTPUT_LIMIT_MB: '0' })).toBe(0)
  expect(outputLimitOf({ VETHBOOK_OUTPUT_LIMIT_MB: 'much' })).toBe(100_000_000)
})

test('cells run one after another', async () => {
  const { ask, end, cells } = kernel()
  await ask('execute_request', { code: 'a' })
  await ask('execute_request', { code: 'b' })
  expect(cells.map(({ request }) => request.code)).toEqual(['a'])
  await end(ok)
  expect(cells.map(({ request }) => request.code)).toEqual(['a', 'b'])
})

test('after an error the cells that wait are aborted, later ones run', async () => {
  const { ask, end, cells, about } = kernel()
  await ask('execute_request', { code: 'a' })
  const waiting = await ask('execute_request', { code: 'b' })
  await end(failed)
  expect(about(waiting)).toEqual(['status busy', 'execute_reply aborted', 'status idle'])
  await ask('execute_request', { code: 'c' })
  expect(cells.map(({ request }) => request.code)).toEqual(['a', 'c'])
  expect(cells[1]?.request.executionCount).toBe(2)
})

test('a cell that is sent as soon as the failure is known runs', async () => {
  const { ask, cells, onSend } = kernel()
  let next: Promise<string> | undefined
  await ask('execute_request', { code: 'a' })
  onSend(({ type }) => {
    if (type === 'execute_reply') next ??= ask('execute_request', { code: 'b' })
  })
  cells[0]?.end(failed)
  while (cells.length < 2) await new Promise((resolve) => setTimeout(resolve, 1))
  expect(cells[1]?.request.code).toBe('b')
  await next
})

test('with stop_on_error off the cells that wait run', async () => {
  const { ask, end, cells } = kernel()
  await ask('execute_request', { code: 'a', stop_on_error: false })
  await ask('execute_request', { code: 'b' })
  await end(failed)
  expect(cells.map(({ request }) => request.code)).toEqual(['a', 'b'])
})

test('requests other than cells are answered even while cells are aborted', async () => {
  const { ask, end, about } = kernel()
  await ask('execute_request', { code: 'a' })
  await ask('execute_request', { code: 'b' })
  const info = await ask('kernel_info_request')
  await end(failed)
  expect(about(info)).toContain('kernel_info_reply ok')
})

test('an error is shown and replied alike', async () => {
  const { ask, end, sent } = kernel()
  await ask('execute_request', { code: 'a' })
  await end(failed)
  const wanted = { ename: 'Error', evalue: 'no', traceback: ['Error: no'] }
  expect(sent.find(({ type }) => type === 'error')?.content).toEqual(wanted)
  expect(sent.find(({ type }) => type === 'execute_reply')?.content).toMatchObject({ status: 'error', ...wanted })
})

test('a silent cell neither counts nor shows its input and result', async () => {
  const { ask, end, about, cells } = kernel()
  const id = await ask('execute_request', { code: '1', silent: true })
  await end({ ok: true, result: { 'text/plain': '1' }, expressions: {} })
  expect(about(id)).toEqual(['status busy', 'execute_reply ok', 'status idle'])
  await ask('execute_request', { code: '2' })
  expect(cells[1]?.request.executionCount).toBe(1)
})

test('a cell that is not stored does not count', async () => {
  const { ask, end, cells, sent } = kernel()
  await ask('execute_request', { code: '1', store_history: false })
  await end(ok)
  await ask('execute_request', { code: '2' })
  await end(ok)
  expect(cells[1]?.request.executionCount).toBe(1)
  await ask('history_request', { hist_access_type: 'tail', n: 10 })
  expect(sent.find(({ type }) => type === 'history_reply')?.content['history']).toEqual([[1, 1, '2']])
})

test('user expressions come back as bundles or errors', async () => {
  const { ask, end, sent, cells } = kernel()
  await ask('execute_request', { code: '1', user_expressions: { a: '1', b: 'x' } })
  expect(cells[0]?.request.userExpressions).toEqual({ a: '1', b: 'x' })
  const b = { ok: false as const, name: 'ReferenceError', message: 'x', traceback: [] }
  await end({ ok: true, expressions: { a: { ok: true, bundle: { 'text/plain': '1' } }, b } })
  expect(sent.find(({ type }) => type === 'execute_reply')?.content['user_expressions']).toEqual({
    a: { status: 'ok', data: { 'text/plain': '1' }, metadata: {} },
    b: { status: 'error', ename: 'ReferenceError', evalue: 'x', traceback: [] },
  })
})

test('interrupt is answered on the control channel while a cell runs', async () => {
  const { ask, about, calls, sent } = kernel()
  await ask('execute_request', { code: 'for (;;);' })
  const id = await ask('interrupt_request', {}, 'control')
  expect(calls).toEqual(['interrupt'])
  expect(about(id)).toEqual(['status busy', 'interrupt_reply ok', 'status idle'])
  expect(sent.find(({ type }) => type === 'interrupt_reply')?.channel).toBe('control')
})

test('the control channel runs no cell', async () => {
  const { ask, about, cells } = kernel()
  expect(about(await ask('execute_request', { code: '1' }, 'control'))).toEqual(['status busy', 'status idle'])
  expect(cells).toEqual([])
})

test.each([true, false])('shutdown with restart %s ends the evaluator, replies, then exits', async (restart) => {
  const { ask, calls, sent } = kernel()
  await ask('shutdown_request', { restart }, 'control')
  expect(calls).toEqual(['dispose', 'exit'])
  expect(sent.find(({ channel }) => channel === 'control')?.content).toEqual({ status: 'ok', restart })
})

test('what comes over a comm goes to the evaluator in its turn, and has no reply', async () => {
  const { ask, end, calls, about } = kernel()
  await ask('execute_request', { code: '' })
  const id = await ask('comm_msg', { comm_id: 'c', data: {} })
  expect(calls).toEqual([])
  await end(ok)
  expect(calls).toEqual(['comm_msg c 0'])
  expect(about(id)).toEqual(['status busy', 'status idle'])
})

test('what a comm sends goes out with its data, metadata and buffers, as its cell', async () => {
  const { ask, end, show, sent } = kernel()
  const id = await ask('execute_request', { code: '' })
  const event = { data: { n: 1 }, metadata: { m: 2 }, buffers: [Buffer.from([0, 255]).toString('base64')], id: 'c' }
  show({ cell: 1, kind: 'stream', name: 'stdout', text: 'before' })
  show({ cell: 1, kind: 'comm', event: { ...event, type: 'comm_open', target: 't' } })
  await end(ok)
  const types = sent.map(({ type }) => type)
  expect(types.indexOf('comm_open')).toBeGreaterThan(types.indexOf('stream'))
  const opened = sent.find(({ type }) => type === 'comm_open')
  expect(opened).toMatchObject({ content: { comm_id: 'c', target_name: 't', data: { n: 1 } }, metadata: { m: 2 } })
  expect(opened?.buffers).toEqual([Buffer.from([0, 255])])
  expect(opened?.parent?.msg_id).toBe(id)
})

test('open comms are listed by their targets', async () => {
  const { ask, sent } = kernel()
  await ask('comm_info_request', { target_name: 't' })
  expect(sent.find(({ type }) => type === 'comm_info_reply')?.content).toEqual({
    status: 'ok',
    comms: { 'c of t': { target_name: 't' } },
  })
})

test('a question of the running cell goes to its front end, the answer to the evaluator', async () => {
  const { ask, show, sent, calls } = kernel()
  await ask('execute_request', { code: 'prompt("name")', allow_stdin: true })
  show({ cell: 1, kind: 'input', prompt: 'name', password: false })
  const question = sent.find(({ type }) => type === 'input_request')
  expect(question).toMatchObject({ channel: 'stdin', content: { prompt: 'name', password: false } })
  expect(Buffer.from(question?.identities[0] ?? []).toString()).toBe('front end')
  await ask('input_reply', { value: 'Ada' }, 'stdin')
  expect(calls).toEqual(['answer Ada'])
})

test('a question between cells is answered by nothing', async () => {
  const { show, calls } = kernel()
  show({ cell: 0, kind: 'input', prompt: 'name', password: false })
  expect(calls).toEqual(['answer undefined'])
})

test('completion counts the cursor in code points, on both ways', async () => {
  const asked: unknown[] = []
  const { ask, sent } = kernel({
    complete: async (code, cursor) => {
      asked.push(cursor)
      return { start: code.indexOf('ab'), end: cursor, matches: [{ text: 'abc', type: 'const' }] }
    },
  })
  await ask('complete_request', { code: '"\u{1F600}"; ab', cursor_pos: 7 })
  expect(asked).toEqual([8])
  expect(sent.find(({ type }) => type === 'complete_reply')?.content).toMatchObject({
    matches: ['abc'],
    cursor_start: 5,
    cursor_end: 7,
    metadata: { _jupyter_types_experimental: [{ start: 5, end: 7, text: 'abc', type: 'const' }] },
  })
})

test('a new subscriber is welcomed under its own topic', () => {
  const { routed, sent } = kernel()
  routed.welcome(Buffer.from('kernel.'))
  expect(sent[0]).toMatchObject({ channel: 'iopub', type: 'iopub_welcome', content: { subscription: 'kernel.' } })
})
