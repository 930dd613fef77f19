import { expect, test } from 'vitest'
import { explain } from '../../../src/tools/index.js'
import { table } from '../../../src/tools/explain/witness-rules.js'
import { pairScript, useNode } from '../sandbox.js'

const { node, run } = useNode()
const tables = 'for n in ns1 ns2; do ip netns exec $n nft list tables; done; nft list tables'

test('the witness is taken away, also one that somebody killed has left, and no other table is', async () => {
  await run(pairScript)
  await run(
    `ip netns exec ns2 nft 'table ip own { }; table inet ${table} { counter p0_request { packets 7 bytes 7 }; }'`,
  )
  const { explanation } = await explain(node(), { from: 'ns1', to: 'ns2' })
  expect(explanation.cause, JSON.stringify(explanation)).toBe('ok')
  expect((await run(tables)).trim()).toBe('table ip own')
})

test('a stop takes it away, too', async () => {
  const stopping = new AbortController()
  // Stopped while the probe waits for an answer that does not come.
  await run('ip -n ns2 link set veth2 down')
  const watched = new Proxy(node(), {
    get(target, key) {
      if (key !== 'spawn') {
        const value: unknown = Reflect.get(target, key)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      }
      return (argv: [string], options: object) =>
        target.spawn(argv, {
          ...options,
          onOutput: (_, text) => {
            if (text.includes(' probe\n')) stopping.abort()
          },
        })
    },
  })
  await expect(explain(watched, { from: 'ns1', to: '192.168.1.102' }, stopping.signal)).rejects.toThrow()
  expect((await run(tables)).trim()).toBe('table ip own')
})

test('a name that a shell would read otherwise is a name', async () => {
  await run(`ip netns add 'a b'; ip netns add 'c;$HOME'
ip link add v1 netns 'a b' type veth peer name v2 netns 'c;$HOME'
ip -n 'a b' addr add 10.0.0.1/24 dev v1; ip -n 'a b' link set v1 up; ip -n 'c;$HOME' addr add 10.0.0.2/24 dev v2`)
  const { explanation } = await explain(node(), { from: 'a b', to: 'c;$HOME' })
  expect([explanation.cause, explanation.at]).toMatchObject(['link-down', { namespace: 'c;$HOME', link: 'v2' }])
  for (const { command } of explanation.remedy) await run(command)
  expect((await explain(node(), { from: 'a b', to: 'c;$HOME' })).explanation.cause).toBe('ok')
})
