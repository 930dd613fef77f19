import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMarkScanner, createMoreScanner } from '../../../src/engine/agent/bash.js'
import { createLineCounts } from '../../../src/engine/agent/line-counts.js'
import { signalOf, statusOf } from '../../../src/engine/agent/signal.js'
import { MORE_MARK } from '../../../src/engine/shell-rc.js'

const inChunks = (bytes: Buffer, sizes: number[]): Buffer[] => {
  const chunks: Buffer[] = []
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] as number
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}
const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 30 })

it('the continuation prompt is taken out of stderr wherever chunks end, and nothing else is', () => {
  const pieces = fc.array(fc.constantFrom(MORE_MARK, 'error\n', '\u0001', '\u0001vethbook', 'é', '\u0002'), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(pieces, sizes, (parts, chunkSizes) => {
      let text = ''
      let count = 0
      const scan = createMoreScanner(
        (bytes) => (text += bytes.toString('latin1')),
        () => count++,
      )
      const stream = Buffer.from(`${parts.join('')}.`)
      for (const chunk of inChunks(stream, chunkSizes)) scan(chunk)
      expect(text).toBe(stream.toString('latin1').replaceAll(MORE_MARK, ''))
      expect(count).toBe(stream.toString('latin1').split(MORE_MARK).length - 1)
    }),
  )
})

it('marks are records of five fields, the last free', () => {
  const records = ['P\t0\t1\t77\t/a folder/with\ttab', 'E\t127\t0\t3\tnonesuch\n--flag', 'S\t5']
  fc.assert(
    fc.property(sizes, (chunkSizes) => {
      const seen: string[][] = []
      const scan = createMarkScanner((fields) => seen.push(fields))
      for (const chunk of inChunks(Buffer.from(records.map((record) => `${record}\0`).join('')), chunkSizes))
        scan(chunk)
      expect(seen).toEqual([
        ['P', '0', '1', '77', '/a folder/with\ttab'],
        ['E', '127', '0', '3', 'nonesuch\n--flag'],
        ['S', '5', ''],
      ])
    }),
  )
})

it('lines are counted in each shell anew', () => {
  const counts = createLineCounts()
  counts.begin(0)
  counts.typed()
  counts.typed()
  counts.begin(0)
  expect(counts.began).toBe(3)
  counts.typed()
  counts.begin(1)
  expect(counts.began).toBe(1)
  counts.typed()
  counts.begin(0)
  expect(counts.began).toBe(4)
  counts.begin(1)
  expect(counts.began).toBe(1)
})

it('a status above 128 tells of a signal', () => {
  expect([signalOf(137), signalOf(130), signalOf(1), signalOf(255)]).toEqual(['SIGKILL', 'SIGINT', null, null])
  expect([statusOf(3, null), statusOf(null, 'SIGKILL'), statusOf(null, 'SIGTERM')]).toEqual([3, 137, 143])
})
