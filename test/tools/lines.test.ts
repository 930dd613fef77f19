import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineSplitter } from '../../src/tools/lines.js'

test('lines come out whole, however the text is cut, and the last one only with its end', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (pieces) => {
      const lines: string[] = []
      const splitter = new LineSplitter((line) => lines.push(line))
      for (const piece of pieces) splitter.push(piece)
      expect(lines).toEqual(pieces.join('').split('\n').slice(0, -1))
    }),
  )
})
