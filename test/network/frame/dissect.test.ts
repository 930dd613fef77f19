import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dissect, fieldOf, type FrameLayer } from '../../../src/network/index.js'
import { frames } from './frames.js'

const words = (bytes: Uint8Array, options = {}): string[] =>
  dissect(bytes, options).map(({ name, summary, problems, isQuoted }) => {
    const text = `${name}: ${summary}${problems.map((problem) => ` [${problem}]`).join('')}`
    return isQuoted === true ? `(${text})` : text
  })

describe('a frame taken apart', () => {
  it.each([
    ['arp', ['Ethernet: 8a:a4:a4:6d:1f:94 → 1e:49:3d:f9:36:89', 'ARP: who has 10.0.0.1? tell 10.0.0.2']],
    ['arpReply', ['Ethernet: 1e:49:3d:f9:36:89 → 8a:a4:a4:6d:1f:94', 'ARP: 10.0.0.1 is at 1e:49:3d:f9:36:89']],
    [
      'echo',
      [
        'Ethernet: 1e:49:3d:f9:36:89 → 8a:a4:a4:6d:1f:94',
        'IPv4: 10.0.0.1 → 10.0.0.2, ttl 64',
        'ICMP: echo request 1',
        'data: 56 bytes',
      ],
    ],
    [
      'solicitation',
      [
        'Ethernet: 1e:49:3d:f9:36:89 → 33:33:ff:00:00:02',
        'IPv6: fd00::1 → ff02::1:ff00:2, hop limit 255',
        'ICMPv6: who has fd00::2?',
      ],
    ],
    [
      'advertisement',
      [
        'Ethernet: 8a:a4:a4:6d:1f:94 → 1e:49:3d:f9:36:89',
        'IPv6: fd00::2 → fd00::1, hop limit 255',
        'ICMPv6: fd00::2 is at 8a:a4:a4:6d:1f:94',
      ],
    ],
    [
      'listener',
      [
        'Ethernet: 1e:49:3d:f9:36:89 → 33:33:00:00:00:16',
        'IPv6: fe80::1c49:3dff:fef9:3689 → ff02::16, hop limit 1',
        'IPv6 extension: 8 bytes',
        'ICMPv6: multicast listener report',
        'data: 44 bytes',
      ],
    ],
    [
      'reset',
      [
        'Ethernet: 8a:a4:a4:6d:1f:94 → 1e:49:3d:f9:36:89',
        'IPv4: 10.0.0.2 → 10.0.0.1, ttl 64',
        'TCP: RST ACK, port 80 → 46054',
      ],
    ],
    [
      'unreachable',
      [
        'Ethernet: 8a:a4:a4:6d:1f:94 → 1e:49:3d:f9:36:89',
        'IPv4: 10.0.0.2 → 10.0.0.1, ttl 64',
        'ICMP: port unreachable',
        '(IPv4: 10.0.0.1 → 10.0.0.2, ttl 64)',
        '(UDP: port 58248 → 9, 2 bytes)',
        '(data: 2 bytes)',
      ],
    ],
    [
      'bpdu',
      [
        'Ethernet: 62:44:0c:0d:5a:70 → 01:80:c2:00:00:00',
        'STP: bridge 8000.62:44:0c:0d:5a:70: root 8000.62:44:0c:0d:5a:70, cost 0',
      ],
    ],
  ] as const)('%s', (name, expected) => expect(words(frames[name])).toEqual(expected))

  it('VXLAN on a port that only its links tell', () => {
    const bytes = Uint8Array.from(frames.vxlan)
    // The destination port, behind 14 bytes of Ethernet and 20 of IPv4, and 2 of the source port.
    new DataView(bytes.buffer).setUint16(36, 5000)
    const names = (vxlanPorts?: number[]) =>
      dissect(bytes, { ...(vxlanPorts && { vxlanPorts }) }).map(({ name }) => name)
    expect(names()).not.toContain('VXLAN')
    expect(names([5000])).toContain('VXLAN')
  })
  it('a frame in a frame: VXLAN, whose inner Ethernet header follows', () => {
    expect(words(frames.vxlan, { hasOpenChecksum: true })).toEqual([
      'Ethernet: 1e:49:3d:f9:36:89 → 8a:a4:a4:6d:1f:94',
      'IPv4: 10.0.0.1 → 10.0.0.2, ttl 64',
      'UDP: port 33124 → 4789, 50 bytes',
      'VXLAN: VXLAN 42',
      'Ethernet: ae:bc:50:2f:ed:ea → ff:ff:ff:ff:ff:ff',
      'ARP: who has 10.9.0.2? tell 10.9.0.1',
    ])
  })

  it('each field says where it stands, its value, and what that means', () => {
    const [, , tcp] = dissect(frames.syn, { hasOpenChecksum: true })
    expect(tcp?.fields.filter(({ name }) => ['destination port', 'flags', 'checksum'].includes(name))).toEqual([
      { name: 'destination port', value: 80, offset: 36, length: 2 },
      { name: 'flags', value: 2, means: 'SYN', offset: 47, length: 1 },
      {
        ...{ name: 'checksum', value: 0x1431, offset: 50, length: 2 },
        means: 'not computed: left to the device, which a veth pair has not',
      },
    ])
    expect(fieldOf(tcp, 'maximum segment size')).toBe(1460)
    expect(fieldOf(tcp, 'window scale')).toBe(10)
  })

  it('a tag is a layer, and what it carries follows', () => {
    const tagged = Buffer.concat([
      ...[frames.arp.subarray(0, 12), Buffer.from('8100600a', 'hex'), frames.arp.subarray(12)],
    ])
    const [, vlan, arp] = dissect(tagged)
    expect([vlan?.summary, fieldOf(vlan, 'priority'), arp?.name]).toEqual(['VLAN 10', 3, 'ARP'])
  })

  it('padding is told from data', () => {
    const padded = Buffer.concat([frames.reset, Buffer.alloc(6)])
    expect(words(padded).slice(2)).toEqual(['TCP: RST ACK, port 80 → 46054', 'padding: 6 bytes'])
  })
})

describe('checksums', () => {
  const checked = [
    'echo',
    'echoReply',
    'echo6',
    'solicitation',
    'advertisement',
    'listener',
    'reset',
    'unreachable',
  ] as const

  it.each(checked)('of %s are right', (name) => {
    const layers = dissect(frames[name])
    expect(layers.flatMap(({ problems }) => problems)).toEqual([])
    expect(
      layers.some(({ fields }) => fields.some((field) => field.name === 'checksum' && field.means === 'right')),
    ).toBe(true)
  })

  it('any one changed bit behind the Ethernet header of an IPv4 TCP segment is noticed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 14 * 8, max: frames.reset.length * 8 - 1 }), (bit) => {
        const changed = Uint8Array.from(frames.reset)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (128 >> (bit & 7))
        return dissect(changed).some(({ problems }) => problems.length > 0)
      }),
    )
  })
})

describe('any bytes', () => {
  const noise = fc.uint8Array({ maxLength: 200 })
  /** A frame of a lab, with some bytes changed. */
  const damaged = fc
    .record({
      frame: fc.constantFrom(...Object.values(frames)),
      changes: fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 6 }),
    })
    .map(({ frame, changes }) => {
      const bytes = Uint8Array.from(frame)
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
      return bytes
    })

  it('are taken apart into layers that tile them, fields within', () => {
    fc.assert(
      fc.property(fc.oneof(noise, damaged), fc.boolean(), (bytes, isEthernet) => {
        const layers = dissect(bytes, { isEthernet })
        expect(layers.map(({ hex }) => hex).join('')).toBe(Buffer.from(bytes).toString('hex'))
        let at = 0
        for (const layer of layers) {
          expect(layer.offset).toBe(at)
          expect(layer.hex).toHaveLength(2 * layer.length)
          at += layer.length
          for (const { offset, length } of layer.fields) {
            expect(offset >= layer.offset && offset + length <= layer.offset + layer.length).toBe(true)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('cut anywhere they say so', () => {
    const isToldCut = ({ problems }: FrameLayer) => problems.some((text) => /cut short|not captured/.test(text))
    for (const bytes of Object.values(frames)) {
      for (let length = 1; length < bytes.length; length++) {
        expect(dissect(bytes.subarray(0, length), { length: bytes.length }).some(isToldCut)).toBe(true)
      }
    }
  })
})
