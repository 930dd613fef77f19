import fc from 'fast-check'
import { isIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import { formatIp, parseIp, parsePrefix } from '../../../src/engine/netlink/ip-address.js'

const written = (bytes: readonly number[]): string =>
  formatIp(new DataView(Uint8Array.from(bytes).buffer), 0, bytes.length)

const byte = fc.integer({ min: 0, max: 255 })
const zeros = fc.oneof(fc.constant(0), byte)

test('an address is read as it is written', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(byte, { minLength: 4, maxLength: 4 }),
        fc.array(byte, { minLength: 16, maxLength: 16 }),
        fc.array(zeros, { minLength: 16, maxLength: 16 }),
      ),
      (bytes) => {
        expect(parseIp(written(bytes))?.bytes).toEqual(bytes)
        expect(bytes.length === 4 || isIPv6(written(bytes))).toBe(true)
      },
    ),
  )
})

test.each([
  ['::', Array<number>(16).fill(0)],
  ['::1', [...Array<number>(15).fill(0), 1]],
  ['fe80::1:2', [0xfe, 0x80, ...Array<number>(10).fill(0), 0, 1, 0, 2]],
  ['::ffff:10.0.0.1', [...Array<number>(10).fill(0), 0xff, 0xff, 10, 0, 0, 1]],
  ['::1.2.3.4', [...Array<number>(12).fill(0), 1, 2, 3, 4]],
  ['2001:db8:0:1::', [0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, ...Array<number>(8).fill(0)]],
  ['1:0:2:3:4:5:6:7', [0, 1, 0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7]],
])('%s is written as inet_ntop(3) does', (text, bytes) => {
  expect(written(bytes)).toBe(text)
})

test.each(['', '10.0.0', '10.0.0.256', 'fe80::1%eth0', '1::2::3', 'ns1'])('%j is no address', (text) => {
  expect(parseIp(text)).toBeNull()
})

test('a prefix has as many bits as its family at most, and all of them where none are said', () => {
  expect(parsePrefix('10.0.0.1/24')).toMatchObject({ bytes: [10, 0, 0, 1], length: 24 })
  expect(parsePrefix('10.0.0.1')).toMatchObject({ length: 32 })
  expect(parsePrefix('::/0')).toMatchObject({ length: 0 })
  for (const text of ['10.0.0.1/33', '::1/129', '10.0.0.1/', 'x/8']) expect(parsePrefix(text)).toBeNull()
})
