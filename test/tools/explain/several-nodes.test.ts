import { expect, test } from 'vitest'
import type { Explanation } from '../../../src/network/index.js'
import { byNodes } from '../../../src/tools/explain/several-nodes.js'

const explanation = (command: string): Explanation => ({
  reachable: false,
  cause: 'link-down',
  at: { node: 'host', namespace: 'node1/root', link: 'eth0' },
  evidence: ['eth0 in node1/root is down'],
  remedy: [{ node: 'host', command, why: 'it has to be up', proven: null }],
  hops: [],
  further: [{ cause: 'no-route', at: { node: 'host', namespace: 'node2/ns1' } }],
  probe: {
    ...{ from: 'node1/root', to: '10.0.0.2', protocol: 'icmp', port: null, size: 56, output: '' },
    command: 'ip netns exec node1/root ping 10.0.0.2',
  },
  disagreement: null,
})

const told = (command: string) => byNodes(explanation(command), ['node1', 'node2']).remedy[0]

test('places are told by node and namespace, and the name of a node stands for its root', () => {
  const { at, further, evidence, probe } = byNodes(explanation('true'), ['node1', 'node2'])
  expect(at).toEqual({ node: 'node1', namespace: 'root', link: 'eth0' })
  expect(further).toEqual([{ cause: 'no-route', at: { node: 'node2', namespace: 'ns1' } }])
  expect(evidence).toEqual(['eth0 in node1 is down'])
  expect(probe).toMatchObject({ from: 'node1', command: 'ping 10.0.0.2' })
})

test.each([
  ['ip -n node1/root link set eth0 up', 'node1', 'ip link set eth0 up'],
  ['ip -n node1/root -6 route add default dev eth0', 'node1', 'ip -6 route add default dev eth0'],
  ['ip -n node2/ns1 link set eth0 up', 'node2', 'ip -n ns1 link set eth0 up'],
  ['bridge -n node1/root link set dev p state 3', 'node1', 'bridge link set dev p state 3'],
  ['ip netns exec node1/ns1 sysctl -w a=1', 'node1', 'ip netns exec ns1 sysctl -w a=1'],
  ['ip netns exec node1/root sysctl -w a=1', 'node1', 'sysctl -w a=1'],
  ['ip -n ns1 link set eth0 up', 'host', 'ip -n ns1 link set eth0 up'],
  ['ip -n node2/ns1 addr del 10.0.0.1/24 dev a\nip neigh flush all; true', 'node2', 'ip -n ns1 addr del 10.0.0.1/24 dev a\nip neigh flush all; true'], // prettier-ignore
])('%s is for the shell of its node', (command, node, own) => {
  expect(told(command)).toMatchObject({ node, command: own, why: 'it has to be up' })
})

test('what is to be done on another node after that is said', () => {
  expect(told('ip -n node2/root link set a up\nip -n node1/root link set b up')).toMatchObject({
    ...{ node: 'node2', command: 'ip link set a up' },
    why: 'it has to be up; what is left is on another node: (node1) ip link set b up',
  })
})

test('of one machine nothing is told otherwise', () => {
  expect(byNodes(explanation('true'), [])).toEqual(explanation('true'))
})
