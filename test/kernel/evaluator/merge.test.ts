import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMarkReader, markOf } from '../../../src/kernel/evaluator/mark.js'
import { Merger } from '../../../src/kernel/evaluator/merge.js'

const word = 'abcdef'

function merger() {
  const seen: string[] = []
  const merge = new Merger(
    word,
    (name, text) => seen.push(`${name}: ${text}`),
    (frame) => seen.push(frame.kind === 'reply' ? `frame ${frame.id}` : frame.kind),
  )
  return { merge, seen }
}
const reply = (mark: number) => ({ mark, frame: { kind: 'reply', id: mark, value: undefined } as const })

test('a mark is found wherever the chunks are split', () => {
  const stream = Buffer.from(`before${markOf(word, 7)}between${markOf(word, 8)}after`)
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), stream.length]
      const read = createMarkReader(word)
      const pieces = at.slice(1).flatMap((end, n) => read(stream.subarray(at[n], end)))
      const text = pieces.map(
        ({ bytes, mark }) => Buffer.from(bytes).toString() + (mark === undefined ? '' : `<${mark}>`),
      )
      expect(text.join('')).toBe('before<7>between<8>after')
    }),
  )
})

test('what only begins like a mark is text', () => {
  const read = createMarkReader(word)
  const text = [...read(Buffer.from('\u001b_abc')), ...read(Buffer.from('xyz'))]
  expect(text.map(({ bytes }) => Buffer.from(bytes).toString()).join('')).toBe('\u001b_abcxyz')
})

test('text comes out as it arrives, before any mark', () => {
  const { merge, seen } = merger()
  merge.bytes('stdout', Buffer.from('a'))
  expect(seen).toEqual(['stdout: a'])
})

test('a frame waits for the text that was written before it, whichever pipe is read first', () => {
  const { merge, seen } = merger()
  merge.frame(reply(1))
  merge.bytes('stderr', Buffer.from(`${markOf(word, 1)}late`))
  expect(seen).toEqual([])
  merge.bytes('stdout', Buffer.from(`early${markOf(word, 1)}`))
  expect(seen).toEqual(['stdout: early', 'frame 1', 'stderr: late'])
})

test('text behind a mark waits for the frame', () => {
  const { merge, seen } = merger()
  merge.bytes('stdout', Buffer.from(`a${markOf(word, 1)}b`))
  merge.bytes('stderr', Buffer.from(markOf(word, 1)))
  expect(seen).toEqual(['stdout: a'])
  merge.frame(reply(1))
  expect(seen).toEqual(['stdout: a', 'frame 1', 'stdout: b'])
})

test('a mark whose frame was broken off does not hold anything up', () => {
  const { merge, seen } = merger()
  merge.bytes('stdout', Buffer.from(`a${markOf(word, 1)}b${markOf(word, 2)}c`))
  merge.bytes('stderr', Buffer.from(markOf(word, 2)))
  merge.frame(reply(2))
  expect(seen).toEqual(['stdout: a', 'stdout: b', 'frame 2', 'stdout: c'])
})

test('a character split by a mark is whole again', () => {
  const { merge, seen } = merger()
  const euro = Buffer.from('€')
  merge.bytes('stdout', Buffer.concat([euro.subarray(0, 1), Buffer.from(markOf(word, 1)), euro.subarray(1)]))
  merge.bytes('stderr', Buffer.from(markOf(word, 1)))
  merge.frame(reply(1))
  expect(seen).toEqual(['frame 1', 'stdout: €'])
})

test('the end lets out what is still held', () => {
  const { merge, seen } = merger()
  merge.bytes('stdout', Buffer.from(`a${markOf(word, 1)}b`))
  merge.end()
  expect(seen).toEqual(['stdout: a', 'stdout: b'])
})

test('any order of writing comes out again, however the three pipes are read', () => {
  const event = fc.constantFrom('stdout', 'stderr', 'frame')
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), fc.infiniteStream(fc.nat(2)), (events, choices) => {
      // The writer marks each change between streams, as the evaluator's outlet does.
      const pipes = { stdout: [] as string[], stderr: [] as string[], frame: [] as number[] }
      const written: string[] = []
      let mark = 0
      let stream = 'stdout'
      const frame = () => {
        mark++
        pipes.stdout.push(markOf(word, mark))
        pipes.stderr.push(markOf(word, mark))
        pipes.frame.push(mark)
        written.push(`frame ${mark}`)
      }
      events.forEach((kind, n) => {
        if (kind === 'frame') return frame()
        if (kind !== stream) frame()
        stream = kind
        pipes[kind].push(`${n};`)
        written.push(`${kind}: ${n};`)
      })
      frame()
      const { merge, seen } = merger()
      while (pipes.stdout.length + pipes.stderr.length + pipes.frame.length > 0) {
        const pick = choices.next().value as number
        if (pick === 0 && pipes.stdout.length) merge.bytes('stdout', Buffer.from(pipes.stdout.shift() ?? ''))
        if (pick === 1 && pipes.stderr.length) merge.bytes('stderr', Buffer.from(pipes.stderr.shift() ?? ''))
        if (pick === 2 && pipes.frame.length) merge.frame(reply(pipes.frame.shift() ?? 0))
      }
      expect(seen).toEqual(written)
    }),
  )
})
