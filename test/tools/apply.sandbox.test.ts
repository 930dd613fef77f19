import { expect, test } from 'vitest'
import { OperationError } from '../../src/engine/index.js'
import { planNetwork, wantedNetwork, type Topology } from '../../src/network/index.js'
import { applyOperations, pingAll, readState } from '../../src/tools/index.js'
import { useNode, withoutNetlink } from './sandbox.js'

const { node } = useNode()
const topology: Topology = {
  namespaces: {
    ns1: {
      links: { eth0: { addresses: ['10.0.0.1/24', 'fd00::1/64'], mtu: 1400 } },
      routes: [{ destination: '10.9.0.0/16', via: '10.0.0.2' }],
    },
    ns2: {
      links: { eth0: '10.0.0.2/24' },
      sysctls: { 'net.ipv4.ip_forward': 1 },
      rules: [{ priority: 9, from: '10.0.0.0/8', table: 'main' }],
    },
  },
  bridges: { br0: { ports: ['ns1.eth0', 'ns2.eth0'], stp: false } },
}

test('where nothing speaks netlink, the same is done by the commands that one would type', async () => {
  const bare = withoutNetlink(node())
  const wanted = wantedNetwork(topology)
  await applyOperations(bare, planNetwork(await readState(bare), wanted))
  expect(planNetwork(await readState(bare), wanted, wanted)).toEqual([])
  const { names, results } = await pingAll(bare)
  expect(names).toEqual(['ns1', 'ns2'])
  expect(results[0]?.[1]?.received).toBe(1)

  const refused = applyOperations(bare, [
    { do: 'add-namespace', namespace: 'ns3' },
    { do: 'add-namespace', namespace: 'ns1' },
  ])
  await expect(refused).rejects.toThrow(OperationError)
  await expect(refused).rejects.toMatchObject({ index: 1, detail: expect.stringContaining('File exists') as string })
})
