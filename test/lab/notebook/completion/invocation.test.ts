import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { invocationOf } from '../../../../src/lab/notebook/completion/invocation.js'

it.each<[string, string, string | undefined]>([
  ['ip link', 'ip link', undefined],
  ['sudo ip link', 'ip link', undefined],
  ['sudo -u root A=1 ip link', 'ip link', undefined],
  ['ip -n ns1 link', 'ip link', 'ns1'],
  ['ip -br -netns ns1 -f inet link', 'ip link', 'ns1'],
  ['ip netns exec ns1 ping -c 1', 'ping -c 1', 'ns1'],
  ['sudo ip net e ns1 sudo ip link', 'ip link', 'ns1'],
  ['ip netns exec ns1 ip -n ns2 link', 'ip link', 'ns2'],
  ['ip netns exec ns1', '', 'ns1'],
  ['ip netns exec', 'ip netns exec', undefined],
  ['ip -n', 'ip', undefined],
  ['nsenter --net=/run/netns/ns1 ip a', 'ip a', 'ns1'],
  ['nsenter -t 1 -n ip a', 'ip a', undefined],
  ['timeout 5 ping', 'ping', undefined],
  ['timeout -k 1 5 ping', 'ping', undefined],
  ['timeout', 'timeout', undefined],
  ['do ip', 'ip', undefined],
  ['A=1 B=2 ip', 'ip', undefined],
  ['bridge -n ns1 fdb', 'bridge fdb', 'ns1'],
  ['sudo', '', undefined],
])('%s', (written, words, namespace) => {
  const found = invocationOf(written.split(' '))
  expect([found.words.join(' '), found.namespace]).toEqual([words, namespace])
})

test('however often a command is wrapped, it is found, in the innermost namespace', () => {
  const wrapper = fc.constantFrom<[string[], string?]>(
    [['sudo']],
    [['sudo', '-E']],
    [['env', 'A=1']],
    [['timeout', '5']],
    [['ip', 'netns', 'exec', 'ns1'], 'ns1'],
    [['ip', '-d', 'netns', 'exec', 'ns2'], 'ns2'],
    [['nsenter', '--net=/var/run/netns/ns3'], 'ns3'],
  )
  fc.assert(
    fc.property(fc.array(wrapper), fc.array(fc.constantFrom('a', '-b', 'ns1', 'ip')), (wrappers, rest) => {
      const words = [...wrappers.flatMap(([words]) => words), 'ping', ...rest]
      const namespace = wrappers.findLast(([, name]) => name !== undefined)?.[1]
      const found = invocationOf(words)
      expect([found.words, found.namespace]).toEqual([['ping', ...rest], namespace])
    }),
  )
})

test('any words are taken', () => {
  const word = fc.constantFrom(
    'ip',
    '-n',
    'netns',
    'exec',
    'sudo',
    '-u',
    'timeout',
    'nsenter',
    '--',
    'A=1',
    'constructor',
    '',
  )
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(invocationOf(words).words.length).toBeLessThanOrEqual(words.length)
    }),
  )
})
