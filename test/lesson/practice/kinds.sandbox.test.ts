import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onCopy, openLab, type Lab } from '../../../src/lab/index.js'
import { bases } from '../../../src/lesson/faults/bases.js'
import { placeText } from '../../../src/lesson/practice/answer.js'
import { kinds } from '../../../src/lesson/practice/kinds/index.js'
import { comesBack, prove } from '../../../src/lesson/practice/prove.js'
import { Scene } from '../../../src/lesson/practice/scene.js'
import { recordShown } from '../../lab/recording-sink.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'kinds' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

const tunnel = [1, 2]
  .map(
    (n) =>
      `ip -n ns${n} link add vx type vxlan id 42 dstport 4789 local 10.0.0.${n} remote 10.0.0.${3 - n} dev veth${n}
ip -n ns${n} addr add 10.9.0.${n}/24 dev vx
ip -n ns${n} link set vx up`,
  )
  .join('\n')

/** A network, who asks whom in it, and so many ways to break it so that are proven. */
test.each([
  ['cable-gone', bases['veth'], 'ns1', '10.0.0.2', 2],
  ['cable-gone', bases['router'], 'h1', '10.0.2.2', 2],
  ['reverse-path', bases['routers'], 'a', '10.4.0.2', 3],
  ['local-route-gone', bases['veth'], 'ns1', '10.0.0.2', 2],
  ['loopback-down', `${bases['veth'] ?? ''}\nip -n ns1 link set lo up`, 'ns1', '10.0.0.1', 1],
  ['not-translated', bases['nat'], 'lan', '203.0.113.9', 1],
  ['tunnel-end-gone', `${bases['veth'] ?? ''}\n${tunnel}`, 'ns1', '10.9.0.2', 1],
] as const)('%s can be named and mended: %#', async (name, lines, from, to, count) => {
  await lab.sh({ quiet: true })`sh -c ${lines ?? ''}`
  const snapshot = await lab.snapshot()
  const signal = new AbortController().signal
  await onCopy(snapshot, async (copy) => {
    expect(await comesBack(copy, { from, to }, signal)).toBe(true)
    const scene = new Scene(snapshot, await copy.explain({ from, to }, signal))
    const faults = kinds.find((kind) => kind.name === name)?.faults(scene) ?? []
    let proofs = 0
    for (const fault of faults) {
      // Throws where what takes it back does not; null where it stops no ping: a tunnel's far end has learnt the way.
      const proven = await prove(copy, scene, fault, signal)
      if (proven === null) continue
      proofs++
      const told = { cause: proven.explanation.cause, at: placeText(proven.explanation.at) }
      expect(fault.answers, fault.breaks).toContainEqual(told)
    }
    expect(proofs).toBe(count)
  })
})
