import { expect, test } from 'vitest'
import { compareHostNetworks, readHostNetwork } from '../../../src/lesson/authoring/host.js'

test('this machine’s network, read twice, is the same, and says what there is', async () => {
  const network = await readHostNetwork()
  expect(compareHostNetworks(network, await readHostNetwork())).toEqual([])
  expect(network['links']).toMatch(/^1: lo: /m)
  expect(network['addresses']).toContain('127.0.0.1/8')
  expect(network['IPv4 routes']).toContain('local 127.0.0.1')
  expect(network['sysctls']).toMatch(/^\/proc\/sys\/net\/ipv4\/ip_forward = [01]$/m)
})

test('a difference names the part, what went and what came', () => {
  const before = { links: '1: lo\n2: eth0', rules: 'a' }
  const after = { links: '1: lo\n3: veth1', rules: 'a' }
  expect(compareHostNetworks(before, after)).toEqual(['links changed:\n- 2: eth0\n+ 3: veth1'])
})
