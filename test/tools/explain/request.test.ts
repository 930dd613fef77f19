import { expect, test } from 'vitest'
import { checkRequest, probeCommand, readQuestion } from '../../../src/tools/explain/request.js'
import { address } from '../../network/build.js'
import { bridged, mapOf } from './hand-made.js'

test.each([
  [{ protocol: 'sctp' as never }, `protocol is 'icmp', 'tcp' or 'udp', not "sctp"`],
  [{ port: 80 }, "a port needs protocol 'tcp' or 'udp'"],
  [{ protocol: 'tcp' as const }, 'tcp needs a port from 1 to 65535, not undefined'],
  [{ protocol: 'udp' as const, port: 65536 }, 'udp needs a port from 1 to 65535, not 65536'],
  [{ size: 39 }, 'size is a whole number from 40 to 65507, not 39'],
])('%j is refused with what would do', (options, words) => {
  expect(() => {
    checkRequest({ from: 'ns1', to: 'ns2', ...options })
  }).toThrow(words)
})

test.each([
  [undefined as never, 'ns2', 'the sender is the name of a namespace, not undefined'],
  ['ns1', '', 'the target is the name of a namespace, or an address, not an empty text'],
])('from %j to %j is refused', (from, to, words) => {
  expect(() => {
    checkRequest({ from, to })
  }).toThrow(words)
})

test('a namespace is asked for by its first address, an address by who has it', () => {
  const map = mapOf(bridged())
  const asked = (to: string) => readQuestion(map, { from: 'ns1', to })
  expect(asked('ns2')).toMatchObject({ address: '10.0.0.2', target: 'ns2', isByName: true, protocol: 'icmp', size: 56 })
  expect(asked('10.0.0.2')).toMatchObject({ address: '10.0.0.2', target: 'ns2', isByName: false })
  expect(asked('2001:db8::1')).toMatchObject({ target: null, family: 'inet6' })
  expect(asked('ns9')).toEqual({ missing: 'ns9' })
  expect(asked('root')).toMatchObject({ address: null })
  expect(() => asked('10.0.0')).toThrow('"10.0.0" is no IP address')
  expect(() => asked('10.0.0.2/24')).toThrow('ask for "10.0.0.2"')
})

test('a link-local address may name the link of the sender that leads to it', () => {
  const map = mapOf(bridged({ 'ns2.eth0': { addresses: [address('fe80::2/64')] } }))
  const question = readQuestion(map, { from: 'ns1', to: 'fe80::2%eth0' })
  expect(question).toMatchObject({ address: 'fe80::2', zone: 'eth0', target: 'ns2' })
  expect(probeCommand({ ...question, address: 'fe80::2' } as Parameters<typeof probeCommand>[0])).toMatch(
    / fe80::2%eth0$/,
  )
  const odd = () => readQuestion(map, { from: 'ns1', to: 'fe80::2%eth9' })
  expect(odd).toThrow('"fe80::2%eth9": ns1 has no link eth9; it has lo and eth0')
})

test.each(['127.0.0.1', '127.8.8.8', '::1'])('%s is the asking namespace itself, whoever else has it', (to) => {
  const state = bridged()
  for (const { name, links } of state.namespaces) {
    if (name !== 'root') links[0]?.addresses.push(address('127.0.0.1/8'), address('::1/128'))
  }
  const map = mapOf(state)
  expect(map.owners('127.0.0.1').map(({ namespace }) => namespace)).toEqual(['ns1', 'ns2'])
  for (const from of ['ns1', 'ns2'])
    expect(readQuestion(map, { from, to })).toMatchObject({ address: to, target: from })
})

test('where queues delay on purpose the probe waits longer', () => {
  const question = readQuestion(mapOf(bridged()), { from: 'ns1', to: 'ns2' })
  if ('missing' in question || question.address === null) throw new Error('no question')
  const asked = { ...question, address: question.address }
  expect(probeCommand(asked)).toContain(' -W 0.15 ')
  expect(probeCommand(asked, true)).toContain(' -W 2 ')
  expect(probeCommand({ ...asked, protocol: 'tcp', port: 80 }, true)).toMatch(/^timeout 2\.25 /)
})
