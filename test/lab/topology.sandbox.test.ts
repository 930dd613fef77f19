import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { displaySymbol, mime, notebookSession, type MimeBundle } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  lab = await openLab({ name: 'topology-test' })
})
afterAll(() => lab.dispose())
beforeEach(async () => {
  await lab.reset()
  sink = recordShown()
})

/** A cell of a notebook: the session's hooks around it. */
async function cell<T>(run: () => Promise<T>): Promise<T> {
  for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 1, code: '' })
  try {
    return await run()
  } finally {
    for (const hooks of notebookSession().hooks) await hooks.afterCell?.({ ok: true })
  }
}

const types = (bundle: MimeBundle | undefined): string[] => Object.keys(bundle ?? {})

describe('the picture of the network', () => {
  it('is shown in full, and follows later cells in its place, as SVG and text', async () => {
    await cell(() => lab.topology())
    expect(sink.displays).toHaveLength(1)
    expect(types(sink.last[0])).toEqual(expect.arrayContaining([mime.text, mime.svg, mime.png, mime.topology]))
    await cell(
      () => lab.sh({ quiet: true })`sudo ip netns add ns1
sudo ip link add veth1 type veth peer name veth2`,
    )
    expect(sink.displays).toHaveLength(1)
    expect(textOf(sink.last[0])).toMatch(/Namespace ns1[^]*/)
    expect(textOf(sink.last[0])).toContain('veth1')
    expect(types(sink.last[0])).not.toContain(mime.png)
    const state = (sink.last[0]?.[mime.topology] as { state: { namespaces: { name: string }[] } }).state
    expect(state.namespaces.map(({ name }) => name)).toEqual(['root', 'ns1'])
  })

  it('is drawn again only for what it shows', async () => {
    await cell(() => lab.topology())
    await cell(() => lab.sh`echo nothing`)
    expect(sink.displays[0]?.bundles).toHaveLength(1)
  })

  it('marks what changed for one cell', async () => {
    await cell(() => lab.topology())
    await cell(() => lab.sh({ quiet: true })`sudo ip netns add ns1`)
    const marked = sink.last[0]?.[mime.svg]
    await cell(() => lab.sh`echo nothing`)
    const plain = sink.last[0]?.[mime.svg]
    expect(textOf(sink.last[0])).toContain('ns1')
    expect(String(plain).length).toBeLessThan(String(marked).length)
    await cell(() => Promise.resolve())
    expect(sink.displays[0]?.bundles).toHaveLength(3)
  })

  it.each([
    ['the next picture', () => lab.topology()],
    ['a reset', () => lab.reset()],
  ])('is frozen by %s as it then was, in full', async (_what, freeze) => {
    await cell(() => lab.topology())
    await cell(() => lab.sh({ quiet: true })`sudo ip netns add ns1`)
    await cell<unknown>(freeze)
    const frozen = sink.last[0]
    expect(textOf(frozen)).toContain('ns1')
    expect(types(frozen)).toContain(mime.png)
    await cell(() => lab.sh({ quiet: true })`sudo ip netns add ns2`)
    expect(sink.last[0]).toBe(frozen)
  })

  it('is frozen when its lab is disposed, and when it is opened again', async () => {
    const other = await openLab({ name: 'topology-other' })
    await other.topology()
    await other.sh({ quiet: true })`sudo ip netns add ns1`
    const again = await openLab({ name: 'topology-other' })
    expect(types(sink.last[0])).toContain(mime.png)
    expect(textOf(sink.last[0])).toContain('ns1')
    await again.topology()
    await again.dispose()
    expect(sink.displays[1]?.bundles).toHaveLength(2)
  })

  it('with live: false is still from the start, and freezes the one before', async () => {
    await cell(() => lab.topology())
    await cell(() => lab.topology({ live: false }))
    await cell(() => lab.sh({ quiet: true })`sudo ip netns add ns1`)
    expect(sink.last.map((bundle) => textOf(bundle).includes('ns1'))).toEqual([false, false])
    expect(sink.displays.map(({ bundles }) => bundles.length)).toEqual([2, 1])
  })

  it('adds nothing as the last value of its own cell, and shows again in a later one', async () => {
    const picture = await cell(async () => {
      const made = await lab.topology()
      expect(await made[displaySymbol]()).toEqual({})
      return made
    })
    await cell(async () => expect(types(await picture[displaySymbol]())).toContain(mime.svg))
  })

  it('is printed once where nothing can be updated', async () => {
    sink = recordShown({ isLive: false })
    await lab.topology()
    await lab.sh({ quiet: true })`sudo ip netns add ns1`
    await lab.topology()
    expect(sink.displays.map(({ bundles }) => bundles.length)).toEqual([1, 1])
  })

  it('draws many changes of one cell without waiting for each', async () => {
    await cell(() => lab.topology())
    await cell(async () => {
      for (const name of ['a', 'b', 'c', 'd']) await lab.sh({ quiet: true })`sudo ip netns add ${name}`
    })
    expect(textOf(sink.last[0])).toMatch(/Namespace a[^]*Namespace d/)
  })
})
