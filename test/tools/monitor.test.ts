import { expect, test } from 'vitest'
import type { ExecResult, Node } from '../../src/engine/index.js'
import { watchLinks } from '../../src/tools/index.js'

/** A node in which every command ends like this. */
function nodeWhere(outcome: () => Promise<Partial<ExecResult>>): Node {
  const result: ExecResult = {
    command: '',
    stdout: '',
    stderr: '',
    exitCode: 0,
    signal: null,
    durationMs: 1,
    timedOut: false,
    isInterrupted: false,
    isTruncated: false,
  }
  return {
    name: 'lab',
    pid: 1,
    nodes: [],
    ended: new Promise(() => undefined),
    addNode: () => Promise.reject(new Error('no further node here')),
    shell: () => Promise.reject(new Error('no shell here')),
    spawn: async () => ({ ...result, ...(await outcome()) }),
    dispose: () => Promise.resolve(),
  }
}

const watch = (node: Node) => {
  let hasRun = false
  const action = () => (hasRun = true)
  const emit = () => undefined
  return watchLinks(node, action, emit).finally(() => expect(hasRun).toBe(false))
}

test('a monitor that ends at once is an error with its reason, and the action is not begun', async () => {
  const node = nodeWhere(() => Promise.resolve({ exitCode: 1, stderr: 'Cannot open netlink socket\n' }))
  await expect(watch(node)).rejects.toThrow('ip monitor ended: Cannot open netlink socket')
})

test('a node that dies is that error, not another one', async () => {
  const node = nodeWhere(() => Promise.reject(new Error('the sandbox "lab" ended')))
  await expect(watch(node)).rejects.toThrow('the sandbox "lab" ended')
})
