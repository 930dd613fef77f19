/**
 * For every file that starts kernels: all that they send is held against the written shapes (shapes.ts), and a test
 * during which something did not fit fails.
 */
import { subscribe } from 'node:diagnostics_channel'
import { afterAll, afterEach, expect } from 'vitest'
import type { Message } from '../../../src/kernel/wire/index.js'
import { contentProblem, headerProblem } from './shapes.js'

const problems = new Set<string>()
/** Requests by their ids: whether they are being answered. */
const states = new Map<string, string>()
/** What a timer of a cell may still show when its request is idle again. */
const maybeLate = [
  'stream',
  'display_data',
  'update_display_data',
  'clear_output',
  'comm_open',
  'comm_msg',
  'comm_close',
]

subscribe('vethbook.kernel.received', (event) => {
  const { channel, message } = event as { channel: string; message: Message }
  const { header, parent, metadata, content } = message
  const found = [
    headerProblem(header),
    // Only output that is no cell's has no parent.
    parent === undefined ? undefined : headerProblem(parent),
    contentProblem(channel, header.msg_type, content),
    typeof metadata === 'object' ? undefined : 'metadata is no object',
    channel === 'iopub' ? topicProblem(message) : undefined,
    channel === 'iopub' && parent !== undefined ? orderProblem(parent.msg_id, message) : undefined,
  ]
  for (const problem of found) if (problem !== undefined) problems.add(problem)
})

/** What a front end may subscribe to. */
function topicProblem({ identities, header }: Message): string | undefined {
  const topic = Buffer.from(identities[0] ?? []).toString()
  const wanted = header.msg_type === 'iopub_welcome' ? '' : `kernel.${header.msg_type}`
  return topic === wanted ? undefined : `${header.msg_type} has the topic ${topic}`
}

/** Busy comes first and once, idle last and once. */
function orderProblem(request: string, { header, content }: Message): string | undefined {
  const state = states.get(request)
  const next = String(content['execution_state'])
  if (header.msg_type === 'status') {
    states.set(request, next)
    // Whoever subscribes late has missed the beginning.
    const isRight = next === 'busy' ? state === undefined : state !== 'idle'
    return isRight ? undefined : `status ${next} after ${state}`
  }
  const isRight = state !== 'idle' || maybeLate.includes(header.msg_type)
  return isRight ? undefined : `${header.msg_type} after idle`
}

function expectNone(): void {
  const found = [...problems]
  problems.clear()
  expect(found, 'messages that are not as the protocol says').toEqual([])
}

afterEach(expectNone)
afterAll(expectNone)
