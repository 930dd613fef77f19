import { expect, test } from 'vitest'
import type { ExecResult, NetworkListener, Node } from '../../src/engine/index.js'
import type { LinkNotice, NetworkState } from '../../src/network/index.js'
import { watchLinks } from '../../src/tools/index.js'
import { lo, network, veth } from '../network/build.js'

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

test('a link that moved into a new namespace has moved, also where a read shows it there before its notices come', async () => {
  const inside = veth('veth1', 2, [3, null])
  const before = network({ root: { links: [lo()] } })
  const after = network({ root: { namespaceIds: { 0: 'ns3' }, links: [lo()] }, ns3: { links: [inside] } })
  const base: LinkNotice = {
    kind: 'link',
    atMs: Date.now(),
    namespaceId: null,
    isDeleted: false,
    index: 2,
    name: 'veth1',
    linkKind: 'veth',
    flags: [],
    operState: 'DOWN',
    mac: inside.mac,
    movedTo: null,
  }
  const late: LinkNotice[] = [
    base,
    { ...base, isDeleted: true, movedTo: { namespaceId: 0, namespaceName: null, index: 2 } },
    { ...base, namespaceId: 0 },
  ]
  let state: NetworkState = before
  let listener: NetworkListener | undefined
  const node: Node = {
    ...nodeWhere(() => Promise.resolve({})),
    netlink: {
      isUp: true,
      readState: () => Promise.resolve(state),
      apply: () => Promise.reject(new Error('nothing is applied here')),
      watch: (heard) => {
        listener = heard
        return Promise.resolve({
          drain: () => Promise.resolve(late.splice(0).forEach((notice) => heard.notice(notice))),
          stop: () => Promise.resolve(),
        })
      },
    },
  }
  const action = async () => {
    state = after
    listener?.notice({ kind: 'namespace-id', atMs: Date.now(), isDeleted: false, id: 0, name: 'ns3' })
    listener?.newNamespace('ns3')
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const { tracks } = await watchLinks(node, action, () => undefined)
  expect(tracks.map(({ link, namespace, moves }) => ({ link, namespace, moves }))).toMatchObject([
    { link: 'veth1', namespace: 'ns3', moves: [{ from: 'root', to: 'ns3' }] },
  ])
})
