import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pcapng, type PcapFrame } from '../../../src/network/index.js'

interface Block {
  type: number
  body: Buffer
}

/** A reader of its own: the blocks, each with the same length at both ends (draft-ietf-opsawg-pcapng section 3.1). */
function blocks(file: Uint8Array): Block[] {
  const bytes = Buffer.from(file)
  const found: Block[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 4)
    expect(length % 4).toBe(0)
    expect(bytes.readUInt32LE(at + length - 4)).toBe(length)
    found.push({ type: bytes.readUInt32LE(at), body: bytes.subarray(at + 8, at + length - 4) })
    at += length
  }
  return found
}

const frame = fc.record({
  link: fc.nat(1),
  timeNs: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }),
  direction: fc.constantFrom('in' as const, 'out' as const),
  length: fc.nat(300),
  bytes: fc.uint8Array({ maxLength: 200 }),
}) satisfies fc.Arbitrary<PcapFrame>

it('holds each link by its name, and each frame with its link, time, way and bytes', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 5 }), (frames) => {
      const links = [
        { name: 'ns1.veth1', isEthernet: true },
        { name: 'root.tun0', isEthernet: false },
      ]
      const [section, first, second, ...packets] = blocks(pcapng(links, frames))
      expect([section?.type, section?.body.readUInt32LE(0)]).toEqual([0x0a0d0d0a, 0x1a2b3c4d])
      expect([first, second].map((block) => [block?.type, block?.body.readUInt16LE(0)])).toEqual([
        [1, 1],
        [1, 101],
      ])
      expect(first?.body.includes('ns1.veth1')).toBe(true)
      expect(
        packets.map(({ body }) => {
          const length = body.readUInt32LE(12)
          return {
            link: body.readUInt32LE(0),
            timeNs: (BigInt(body.readUInt32LE(4)) << 32n) | BigInt(body.readUInt32LE(8)),
            length: body.readUInt32LE(16),
            bytes: Uint8Array.from(body.subarray(20, 20 + length)),
            // Behind padding: the option of flags, whose lowest bits are 1 in, 2 out.
            direction: body.readUInt32LE(20 + Math.ceil(length / 4) * 4 + 4) === 1 ? 'in' : 'out',
          }
        }),
      ).toEqual(frames.map((each) => ({ ...each, length: Math.max(each.length, each.bytes.length) })))
    }),
  )
})
