import { expect, test } from 'vitest'
import type { Node } from '../../src/engine/index.js'
import { NextNode } from '../../src/lab/next-node.js'

interface MadeUp extends Node {
  isDisposed: boolean
  end: (reason: string | null) => void
}

/** Machines that start when they are told to. */
function makeNodes() {
  const nodes: MadeUp[] = []
  const waiting: (() => void)[] = []
  const start = async (): Promise<Node> => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    let end: (reason: string | null) => void = () => undefined
    const ended = new Promise<string | null>((resolve) => (end = resolve))
    const node = { name: `node ${nodes.length}`, ended, end, isDisposed: false } as MadeUp
    node.dispose = () => {
      node.isDisposed = true
      end(null)
      return Promise.resolve()
    }
    nodes.push(node)
    return node
  }
  const asked = () => waiting.length
  const letGo = () => {
    for (const go of waiting.splice(0)) go()
  }
  return { nodes, start, asked, letGo }
}

async function afterOneReset() {
  const made = makeNodes()
  const next = new NextNode(made.start)
  const first = made.start() as Promise<MadeUp>
  made.letGo()
  const replaced = next.replace(await first)
  made.letGo()
  return { ...made, next, first: await first, second: await replaced }
}

test('the first reset waits for a machine; the former is disposed of', async () => {
  const { first, second, next } = await afterOneReset()
  expect(second.name).toBe('node 1')
  expect(first.isDisposed).toBe(true)
  await next.dispose()
})

test('who has used a machine, and pauses, has another one ready for the first reset', async () => {
  const { start, letGo, asked, nodes } = makeNodes()
  const next = new NextNode(start)
  const first = start()
  letGo()
  next.use()
  await expect.poll(asked, { timeout: 30_000 }).toBe(1)
  letGo()
  await expect.poll(() => nodes.length).toBe(2)
  expect(await next.replace(await first)).toBe(nodes[1])
  await next.dispose()
}, 60_000)

test('from then on one stands ready, and is what the next reset gives at once', async () => {
  const { next, second, asked, letGo, nodes } = await afterOneReset()
  await expect.poll(asked).toBe(1)
  letGo()
  await expect.poll(() => nodes.length).toBe(3)
  expect(await next.replace(second)).toBe(nodes[2])
  await next.dispose()
  expect(nodes.map(({ isDisposed }) => isDisposed)).toEqual([true, true, false])
})

test('one that ended while it waited is not given', async () => {
  const { next, second, asked, letGo, nodes } = await afterOneReset()
  await expect.poll(asked).toBe(1)
  letGo()
  await expect.poll(() => nodes.length).toBe(3)
  nodes[2]?.end('it was killed')
  await new Promise((resolve) => setImmediate(resolve))
  const replaced = next.replace(second)
  letGo()
  expect(await replaced).toBe(nodes[3])
  await next.dispose()
})

test('the one that stands ready ends with the lab, even if it is still starting', async () => {
  const { next, asked, letGo, nodes } = await afterOneReset()
  await expect.poll(asked).toBe(1)
  const disposed = next.dispose()
  letGo()
  await disposed
  expect(nodes[2]?.isDisposed).toBe(true)
})
