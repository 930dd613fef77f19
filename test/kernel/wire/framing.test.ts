import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSigner, decode, encode, Refused, type Message } from '../../../src/kernel/wire/index.js'

const signer = () => createSigner('key', 'hmac-sha256')
const header = { msg_id: '1', msg_type: 'execute_request', session: 's', username: 'u', date: 'd', version: '5.4' }
const message: Message = {
  identities: [Buffer.from('front end')],
  header,
  parent: undefined,
  metadata: {},
  content: { code: '1+1' },
  buffers: [],
}
const bytes = (frames: readonly Uint8Array[]): Buffer[] => frames.map((frame) => Buffer.from(frame))

test('a message survives the wire', () => {
  const full = { ...message, parent: { ...header, msg_id: '0' }, buffers: [Buffer.from([0, 255])] }
  expect(decode(encode(full, signer()), signer())).toEqual(full)
})

test('any JSON content survives, with any identities and buffers', () => {
  const blob = fc.uint8Array().map((array) => Buffer.from(array))
  const identity = blob.filter((frame) => frame.toString() !== '<IDS|MSG>')
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.json()), fc.array(identity), fc.array(blob), (content, ids, buffers) => {
      const sent = { ...message, content, identities: ids, buffers }
      const received = decode(encode(sent, signer()), signer())
      expect(received.content).toEqual(JSON.parse(JSON.stringify(content)))
      expect(bytes(received.identities)).toEqual(ids)
      expect(bytes(received.buffers)).toEqual(buffers)
    }),
  )
})

test('a message signed with another key is forged', () => {
  expect(() => decode(encode(message, createSigner('other', 'hmac-sha256')), signer())).toThrow('signature forged')
})

test('a message whose content was changed on the way is forged', () => {
  const frames = encode(message, signer())
  frames[frames.length - 1] = Buffer.from(JSON.stringify({ code: 'evil()' }))
  expect(() => decode(frames, signer())).toThrow('signature forged')
})

test('the same message a second time is refused', () => {
  const [sender, receiver] = [signer(), signer()]
  const frames = encode(message, sender)
  decode(frames, receiver)
  expect(() => decode(frames, receiver)).toThrow('signature replayed')
})

test('the oldest signatures are forgotten in the end, the newest are not', () => {
  const [sender, receiver] = [signer(), signer()]
  let last: Uint8Array[] = []
  for (let n = 0; n < 70_000; n++) {
    last = encode({ ...message, content: { n } }, sender)
    decode(last, receiver)
  }
  expect(() => decode(last, receiver)).toThrow('signature replayed')
})

test('without a key nothing is signed', () => {
  const none = createSigner('', 'hmac-sha256')
  const frames = encode(message, none)
  expect(decode(frames, none).content).toEqual({ code: '1+1' })
  expect(decode(frames, none).content).toEqual({ code: '1+1' })
})

test('an unknown signature scheme is refused', () => {
  expect(() => createSigner('key', 'rot13')).toThrow('unknown signature scheme rot13')
  expect(() => createSigner('key', 'hmac-rot13')).toThrow()
})

test.each([
  [[], 'no delimiter'],
  [[Buffer.from('x'), Buffer.from('<IDS|MSH>')], 'no delimiter'],
  [[Buffer.from('<IDS|MSG>'), Buffer.from('signature')], 'frames are missing'],
])('frames that are no message are refused: %#', (frames, reason) => {
  expect(() => decode(frames, signer())).toThrow(reason)
})

test.each([
  ['header is not JSON', '{', '{}'],
  ['header is not an object', '[]', '{}'],
  ['header: msg_id is not a string', '{}', '{}'],
  ['protocol version 4.1: want 5', JSON.stringify({ ...header, version: '4.1' }), '{}'],
  ['content is not JSON', JSON.stringify(header), 'code'],
  ['content is not an object', JSON.stringify(header), 'null'],
])('well signed nonsense is refused: %s', (reason, head, content) => {
  const parts = [head, '{}', '{}', content].map((part) => Buffer.from(part))
  const frames = [Buffer.from('<IDS|MSG>'), Buffer.from(signer().sign(parts)), ...parts]
  expect(() => decode(frames, signer())).toThrow(reason)
})

test('random frames are refused and nothing else is thrown', () => {
  const frame = fc.oneof(
    fc.uint8Array(),
    fc.constant(Buffer.from('<IDS|MSG>')),
    fc.json().map((j) => Buffer.from(j)),
  )
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 8 }), (frames) => {
      expect(() => decode(frames, signer())).toThrow(Refused)
    }),
  )
})
