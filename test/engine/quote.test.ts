import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quote } from '../../src/engine/quote.js'

it('a shell reads the very words', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', ' ', "'", '"', '$', '`', '\\', '*', '\n', 'é', '-', '!', ';'),
    maxLength: 6,
  })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const seen = execFileSync('sh', ['-c', `printf '%s\\0' ${quote(words)}`], { encoding: 'utf8' })
      expect(seen.split('\0').slice(0, -1)).toEqual(words)
    }),
    { numRuns: 50 },
  )
})

it('plain words stay plain', () => {
  expect(quote(['ip', '-br', 'link', 'show', 'veth1@if2', "it's"])).toBe("ip -br link show veth1@if2 'it'\\''s'")
})
