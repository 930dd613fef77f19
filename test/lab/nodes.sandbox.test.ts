import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeChange, findLink, notableChanges, peerOf } from '../../src/network/index.js'
import { runShCell } from '../../src/lab/notebook/magic.js'
import { openLab, type Lab, type LabNode } from '../../src/lab/index.js'

const here = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'vethbook-nodes-'))
let lab: Lab
let node1: LabNode
let node2: LabNode

beforeAll(async () => {
  process.chdir(folder)
  lab = await openLab()
  ;[node1, node2] = await lab.nodes(['node1', 'node2'])
  await lab.link('node1.eth0', 'node2.eth0')
})
afterAll(async () => {
  await lab.dispose()
  process.chdir(here)
  rmSync(folder, { recursive: true })
})

const give = (node: LabNode, address: string) =>
  node.sh({ quiet: true })`sudo ip addr add ${address} dev eth0
sudo ip link set eth0 up`

describe('several nodes in a lab', () => {
  it('are machines with shells of their own', async () => {
    expect((await node1.sh({ quiet: true })`hostname; ls /run`).stdout).toBe('node1\nlock\n')
    await node1.sh({ quiet: true })`touch /tmp/here; kept=1`
    expect((await node2.sh({ quiet: true })`ls /tmp/here || echo none; echo "kept=$kept"`).stdout).toBe('none\nkept=\n')
    expect((await lab.sh({ quiet: true })`hostname`).stdout).toBe('lab\n')
  })

  it('joined by a cable, down at first, whose ends know each other', async () => {
    const state = await lab.state()
    const end = findLink(state, { node: 'node1', namespace: 'root', link: 'eth0' })
    expect(end && peerOf(state, end)).toBe(findLink(state, { node: 'node2', namespace: 'root', link: 'eth0' }))
    expect(end?.up).toBe(false)
    expect((await node1.state()).namespaces.map(({ node, name }) => `${node}/${name}`)).toEqual(['node1/root'])
  })

  it('tell what a command changed, and on which node', async () => {
    const { changes } = await give(node1, '10.0.0.1/24')
    expect(notableChanges(changes).map(describeChange)).toContain('eth0 in node1 has the address 10.0.0.1/24')
    await give(node2, '10.0.0.2/24')
  })

  it('ping each other by name, from a node or from the lab', async () => {
    const options = { count: 1, timeoutMs: 2000 }
    expect(await node1.ping('root', 'node2', options)).toMatchObject({
      from: 'node1',
      to: '10.0.0.2',
      stats: { received: 1 },
    })
    expect((await lab.ping('node2', '10.0.0.1', options)).stats.received).toBe(1)
    await expect(node1.ping('ns1', 'node2')).rejects.toThrow(/no network namespace is named "node1\/ns1"/)
  })

  it('are what lab.explain follows a packet over', async () => {
    expect(await lab.explain('node1', '10.0.0.2')).toMatchObject({ cause: 'ok', at: { node: 'node2' } })
    expect(await lab.explain('root', '10.0.0.9', { prove: false })).toMatchObject({ reachable: false })
  })

  it('have namespaces of the same name, that do not get mixed up', async () => {
    await node1.sh({ quiet: true })`sudo ip netns add ns1`
    const { changes } = await node2.sh({ quiet: true })`sudo ip netns add ns1`
    expect(notableChanges(changes).map(describeChange)).toEqual(['namespace node2/ns1 was added'])
    const names = (await lab.state()).namespaces.map(({ node, name }) => `${node}/${name}`)
    expect(names).toEqual(['host/root', 'node1/root', 'node1/ns1', 'node2/root', 'node2/ns1'])
  })

  it('are watched: the lab hears all, a node its own', async () => {
    const off = () => node1.sh({ quiet: true })`sudo ip link set eth0 down`
    const { tracks } = await lab.watchLinks(off)
    expect(tracks.map(({ namespace, link }) => `${namespace}.${link}`)).toEqual(
      expect.arrayContaining(['node1/root.eth0', 'node2/root.eth0']),
    )
    // The kernel may hold back a carrier's notice for a second (net/core/link_watch.c): wait for what is meant.
    const on = await node2.watchLinks(async () => {
      await node1.sh({ quiet: true })`sudo ip link set eth0 up`
      await node2.sh({
        quiet: true,
        timeoutMs: 10_000,
      })`until ip link show eth0 | grep -q 'state UP'; do sleep 0.02; done`
    })
    expect(on.tracks.map(({ namespace, spans }) => [namespace, spans.at(-1)?.state])).toEqual([['node2/root', 'up']])
  })

  it('have cells of their own: %%sh --node', async () => {
    const cell = { name: 'sh', arguments: '--node node2', body: 'hostname > /tmp/cell' }
    await runShCell(cell, { isDeclared: () => true, evaluate: () => Promise.resolve() })
    expect((await node2.sh({ quiet: true })`cat /tmp/cell`).stdout).toBe('node2\n')
    await expect(
      runShCell({ ...cell, arguments: '--node node9' }, { isDeclared: () => true, evaluate: () => Promise.resolve() }),
    ).rejects.toThrow(/No node is named node9; there are node1 and node2/)
  })

  it('a command that fails is explained by what is on its node', async () => {
    const failing = node2.sh({ quiet: true })`sudo ip link set nonesuch up`
    await expect(failing).rejects.toMatchObject({ code: 'FAILED' })
  })

  it('asked for again are the same machines', async () => {
    const [again] = await lab.nodes(['node1'])
    expect((await again.sh({ quiet: true })`echo "kept=$kept"`).stdout).toBe('kept=1\n')
  })

  it.each([
    [['host'], /lab's own machine/],
    [['a b'], /is its host name/],
    [['x', 'x'], /Two nodes are named x/],
  ])('%j is refused', async (names, why) => {
    await expect(lab.nodes(names)).rejects.toThrow(why)
  })

  it('a place that is none, or taken, is named', async () => {
    await expect(lab.link('node1.eth0', 'nonesuch.eth0')).rejects.toThrow(
      /no node and no namespace nonesuch; there are root, node1/,
    )
    await expect(lab.link('node1', 'node2.eth1')).rejects.toThrow(/names no interface/)
    await expect(lab.link('node1.eth0', 'node2.eth1')).rejects.toThrow(/could not be linked: .*File exists/)
  })

  it('end one by one, with a reset, and with the lab', async () => {
    await node2.dispose()
    const { namespaces } = await lab.state()
    expect(namespaces.some(({ node }) => node === 'node2')).toBe(false)
    expect(findLink({ namespaces }, { node: 'node1', namespace: 'root', link: 'eth0' })).toBeUndefined()
    await expect(node2.sh`true`).rejects.toThrow(/No node is named node2; there is node1/)
    await lab.reset()
    expect((await lab.state()).namespaces.map(({ node }) => node)).toEqual(['host'])
  })
})
