/**
 * For every file that starts kernels: all that they send is held against the written shapes (shapes.ts), and a test
 * during which something did not fit fails.
 */
import { subscribe } from 'node:diagnostics_channel'
import { afterAll, afterEach, expect } from 'vitest'
import type { Message } from '../../../src/kernel/wire/index.js'
import { contentProblem, headerProblem } from './shapes.js'

const problems = new Set<string>()

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
  ]
  for (const problem of found) if (problem !== undefined) problems.add(problem)
})

/** What a front end may subscribe to. */
function topicProblem({ identities, header }: Message): string | undefined {
  const topic = Buffer.from(identities[0] ?? []).toString()
  const wanted = header.msg_type === 'iopub_welcome' ? '' : `kernel.${header.msg_type}`
  return topic === wanted ? undefined : `${header.msg_type} has the topic ${topic}`
}

function expectNone(): void {
  const found = [...problems]
  problems.clear()
  expect(found, 'messages that are not as the protocol says').toEqual([])
}

afterEach(expectNone)
afterAll(expectNone)
