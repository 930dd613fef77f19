import { describe, expect, it } from 'vitest'
import { commandInNamespace, isInPrefix, namespaceOfCommand, nearest, networkOf } from '../../../src/lab/hints/look.js'

describe('a namespace in a command', () => {
  it.each([
    ['sudo ip netns exec ns1 ip link', 'ns1'],
    ['ip -n ns2 link', 'ns2'],
    ['ip -br -n ns2 link', 'ns2'],
    ['ip -netns ns2 link', 'ns2'],
    ['bridge -n ns3 fdb', 'ns3'],
    ['nsenter --net=/run/netns/ns4 ip link', 'ns4'],
    ['nsenter --net=/var/run/netns/ns4 ip link', 'ns4'],
    ['nsenter --target 1 --net ip link', 'root'],
    ['sudo nsenter -t 1 -n ip link', 'root'],
    ['nsenter --target 12 --net ip link', 'here'],
    ['ip link set veth1 netns ns1', 'here'],
    ['ip netns add ns1', 'here'],
  ])('%s works in %s', (command, namespace) => expect(namespaceOfCommand(command, 'here')).toBe(namespace))

  it.each([
    ['sudo ip link delete veth1', 'ns1', 'sudo ip -n ns1 link delete veth1'],
    ['ip netns exec ns2 ip link set veth1 up', 'ns1', 'ip -n ns1 link set veth1 up'],
    ['sudo ip -n ns2 addr', 'root', 'sudo ip addr'],
    ['ethtool -K veth1 tx off', 'ns1', 'ip netns exec ns1 ethtool -K veth1 tx off'],
    ['bridge link set dev x', 'ns1', 'bridge -n ns1 link set dev x'],
    ['ip link | grep x', 'ns1', null],
  ])('%s moves to %s', (command, namespace, moved) => expect(commandInNamespace(command, namespace)).toBe(moved))
})

describe('spelling', () => {
  it.each([
    ['pign', 'ping'],
    ['lnk', 'link'],
    ['tcpdmp', 'tcpdump'],
    ['qwerty', undefined],
    ['ping', undefined],
  ])('%s is near to %s', (word, near) => expect(nearest(word, ['ping', 'link', 'tcpdump', 'ip'])).toBe(near))
  it('is another name where only its number differs', () => expect(nearest('ns3', ['ns1', 'ns12'])).toBeUndefined())
})

describe('prefixes', () => {
  it('hold addresses', () => {
    expect(isInPrefix('10.0.0.200', '10.0.0.1/24')).toBe(true)
    expect(isInPrefix('10.0.1.200', '10.0.0.1/24')).toBe(false)
    expect(isInPrefix('10.0.0.1', '10.0.0.1')).toBe(true)
    expect(isInPrefix('fe80::1', '10.0.0.0/8')).toBe(false)
    expect(isInPrefix('10.0.0.1', 'default')).toBe(false)
  })
  it('begin at their network', () => {
    expect(networkOf('10.8.0.1/24')).toBe('10.8.0.0/24')
    expect(networkOf('192.168.1.77/30')).toBe('192.168.1.76/30')
    expect(networkOf('300.0.0.1/8')).toBeUndefined()
  })
})
