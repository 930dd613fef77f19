import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLab, type Lab } from '../../src/lab/index.js'
import { bases } from '../../src/lesson/faults/bases.js'
import { recordShown } from './recording-sink.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'explain' })
  await lab.sh({ quiet: true })`sh -c ${bases['veth'] ?? ''}`
})
afterAll(() => lab.dispose())

test('is plain data with a probe that came back, and leaves no rule behind', async () => {
  const found = await lab.explain('ns1', 'ns2')
  expect(found).toMatchObject({ reachable: true, cause: 'ok', at: { namespace: 'ns2' }, remedy: [], further: [] })
  expect(JSON.parse(JSON.stringify(found))).toEqual({ ...found })
  expect(found.hops.map(({ namespace, direction }) => [namespace, direction])).toEqual([
    ['ns1', 'forward'],
    ['ns2', 'forward'],
    ['ns2', 'return'],
    ['ns1', 'return'],
  ])
  const { stdout } = await lab.sh({
    quiet: true,
  })`ip netns exec ns1 nft list ruleset; ip netns exec ns2 nft list ruleset`
  expect(stdout).toBe('')
})

test.each<[string, () => Promise<unknown>]>([
  ['no network namespace is named ns9; there are root, ns1 and ns2', () => lab.explain('ns9', 'ns1')],
  ['no network namespace is named nsX; there are root, ns1 and ns2', () => lab.explain('ns1', 'nsX')],
  ['"10.0.0.300" is no IP address', () => lab.explain('ns1', '10.0.0.300')],
  ['tcp needs a port from 1 to 65535, not undefined', () => lab.explain('ns1', 'ns2', { protocol: 'tcp' })],
])('what cannot be meant is one clear error: %s', async (message, ask) => {
  await expect(ask()).rejects.toThrow(new RangeError(message))
})

test('a namespace that was there and is gone is a finding', async () => {
  await lab.sh({ quiet: true })`ip netns del ns2`
  expect(await lab.explain('ns1', 'ns2')).toMatchObject({ cause: 'no-such-namespace', at: { namespace: 'ns2' } })
})
