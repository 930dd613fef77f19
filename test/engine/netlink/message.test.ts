import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Attributes, messagesOf, MessageWriter } from '../../../src/engine/netlink/message.js'

type Content =
  | { kind: 'u8' | 'u16' | 'u32'; type: number; value: number }
  | { kind: 'text'; type: number; value: string }
  | { kind: 'bytes'; type: number; value: number[] }

const type = fc.integer({ min: 1, max: 63 })
const content: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ kind: fc.constant('u8' as const), type, value: fc.integer({ min: 0, max: 0xff }) }),
  fc.record({ kind: fc.constant('u16' as const), type, value: fc.integer({ min: 0, max: 0xffff }) }),
  fc.record({ kind: fc.constant('u32' as const), type, value: fc.integer({ min: 0, max: 0xffffffff }) }),
  fc.record({
    kind: fc.constant('text' as const),
    type,
    value: fc.string({ maxLength: 40 }).map((s) => s.replaceAll('\0', '')),
  }),
  fc.record({
    kind: fc.constant('bytes' as const),
    type,
    value: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 }),
  }),
)
const attributesOfOne = fc.uniqueArray(content, { maxLength: 12, selector: (each) => each.type })

function write(writer: MessageWriter, each: Content): void {
  if (each.kind === 'text') writer.text(each.type, each.value)
  else if (each.kind === 'bytes') writer.bytes(each.type, each.value)
  else writer[each.kind](each.type, each.value)
}

function read(attributes: Attributes, { kind, type }: Content): unknown {
  return kind === 'bytes' ? [...attributes.bytes(type)] : attributes[kind](type)
}

test('what is written is read back, of many messages in one buffer', () => {
  const request = fc.record({
    type: fc.integer({ min: 16, max: 200 }),
    seq: fc.integer({ min: 0, max: 0xffffffff }),
    attributes: attributesOfOne,
    nested: attributesOfOne,
  })
  fc.assert(
    fc.property(fc.array(request, { maxLength: 8 }), (requests) => {
      const writer = new MessageWriter()
      for (const { type, seq, attributes, nested } of requests) {
        writer.begin(type, 0x400, seq).fixed([1, 7], [1, 0], [2, 513], [4, seq])
        for (const each of attributes) if (each.type !== 9) write(writer, each)
        writer.nest(9, () => {
          for (const each of nested) write(writer, each)
        })
        writer.end()
      }
      let count = 0
      for (const message of messagesOf(writer.written())) {
        const wanted = requests[count++]
        expect([message.type, message.seq, message.flags]).toEqual([wanted?.type, wanted?.seq, 0x401])
        const own = new Attributes().read(message.view, message.start + 8, message.end)
        const inner = new Attributes()
        expect(own.nested(9, inner)).toBe(true)
        const others = (wanted?.attributes ?? []).filter((each) => each.type !== 9)
        expect(others.map((each) => read(own, each))).toEqual(others.map(({ value }) => value))
        expect((wanted?.nested ?? []).map((each) => read(inner, each))).toEqual(
          wanted?.nested.map(({ value }) => value),
        )
      }
      expect(count).toBe(requests.length)
    }),
  )
})

test('what is cut short is an error, never an endless loop nor a wrong reading', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
      let size = 0
      try {
        for (const { view, start, end } of messagesOf(bytes)) {
          size += end - start + 16
          new Attributes().read(view, start, end)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
      expect(size).toBeLessThanOrEqual(bytes.length)
    }),
  )
})

test('an attribute that is absent, or too short for what is asked, is null', () => {
  const bytes = new MessageWriter().begin(16, 0, 1).bytes(3, [1]).end().written()
  const [message] = messagesOf(bytes)
  if (message === undefined) throw new Error('no message')
  const attributes = new Attributes().read(message.view, message.start, message.end)
  expect([attributes.u8(3), attributes.u16(3), attributes.u32(3), attributes.i32(4), attributes.text(4)]).toEqual([
    1,
    null,
    null,
    null,
    null,
  ])
})
