import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostIn, networkOf, prefixBits, prefixHolds } from '../../src/network/index.js'
import { addressNumber } from '../../src/network/prefix.js'

const v4 = fc.ipV4()
const v6 = fc.ipV6()

test('an address is a number, whichever way it is written', () => {
  expect(addressNumber('10.0.0.1')).toBe(0x0a000001n)
  expect(addressNumber('::')).toBe(0n)
  expect(addressNumber('2001:db8::1')).toBe(0x20010db8000000000000000000000001n)
  expect(addressNumber('2001:0db8:0:0:0:0:0:1')).toBe(addressNumber('2001:db8::1'))
  expect(addressNumber('::ffff:10.0.0.1')).toBe(addressNumber('::ffff:a00:1'))
  expect(addressNumber('fe80::1%eth0')).toBe(addressNumber('fe80::1'))
})

test.each(['', '10.0.0', '10.0.0.256', 'ns1', '::g'])('%j is none', (text) => {
  expect(() => addressNumber(text)).toThrow(`${JSON.stringify(text)} is no IP address`)
})

test.each([
  ['10.0.0.0/24', '10.0.0.255', true],
  ['10.0.0.0/24', '10.0.1.0', false],
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.1', '10.0.0.2', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['default', '2001:db8::1', true],
  ['2001:db8::/32', '2001:db8:1::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['::/0', '10.0.0.1', false],
  ['10.0.0.0/8', '::a00:1', false],
])('%s holds %s: %s', (prefix, address, holds) => {
  expect(prefixHolds(prefix, address)).toBe(holds)
})

test('how many bits count', () => {
  expect(['default', 'all', '10.0.0.0/8', '10.0.0.1', '::1', '::/64'].map(prefixBits)).toEqual([0, 0, 8, 32, 128, 64])
})

test('the network of an address has its bits and no others', () => {
  expect(networkOf('10.0.1.7', 24)).toBe('10.0.1.0/24')
  expect(networkOf('10.0.1.7', 0)).toBe('0.0.0.0/0')
  expect(networkOf('2001:db8:1:2:3::4', 64)).toBe('2001:db8:1:2:0:0:0:0/64')
})

test('the network of any address holds it, and two addresses are in it together or not at all', () => {
  const pair = fc.oneof(
    fc.tuple(v4, v4, fc.integer({ min: 0, max: 32 })),
    fc.tuple(v6, v6, fc.integer({ min: 0, max: 128 })),
  )
  fc.assert(
    fc.property(pair, ([one, other, bits]) => {
      const prefix = networkOf(one, bits)
      expect(prefixHolds(prefix, one)).toBe(true)
      expect(prefixHolds(prefix, other)).toBe(networkOf(other, bits) === prefix)
    }),
  )
})

test('the same host in the network of another address', () => {
  expect(hostIn('10.0.1.7', '10.9.0.1', 24)).toBe('10.9.0.7')
  expect(hostIn('10.0.0.10', '10.255.0.5', 30)).toBe('10.255.0.6')
  fc.assert(
    fc.property(fc.oneof(fc.tuple(v4, v4), fc.tuple(v6, v6)), fc.nat({ max: 32 }), ([address, other], bits) => {
      const moved = hostIn(address, other, bits)
      expect(prefixHolds(`${other}/${bits}`, moved)).toBe(true)
      expect(addressNumber(hostIn(moved, address, bits))).toBe(addressNumber(address))
    }),
  )
})
