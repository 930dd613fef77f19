import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createDecoder, encode, type Reply, type Request } from '../../../src/engine/agent/protocol.js'

const messages: (Request | Reply)[] = [
  { kind: 'run', id: 1, body: { node: null, script: 'echo "größe 😀"\n', timeoutMs: null, forMs: 5000 } },
  { kind: 'stdout', id: 4_000_000_000, body: Buffer.from([0, 255, 10]) },
  { kind: 'interrupt', id: 1, body: {} },
  { kind: 'done', id: 2, body: null },
  { kind: 'stderr', id: 1, body: Buffer.alloc(0) },
  { kind: 'failed', id: 3, body: { message: 'no' } },
]

it('messages survive whatever chunks the stream is cut into', () => {
  const stream = Buffer.concat(messages.map(encode))
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: stream.length }), (sizes) => {
      const seen: (Request | Reply)[] = []
      const decode = createDecoder<Request | Reply>((message) => seen.push(message))
      let at = 0
      for (let index = 0; at < stream.length; index++) {
        const size = sizes[index % sizes.length] as number
        decode(stream.subarray(at, at + size))
        at += size
      }
      expect(seen).toEqual(messages)
    }),
  )
})
