import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { placeAt } from '../../../../src/kernel/evaluator/completion/place.js'

/** `▮` is the cursor. Of what is called by name the value is its path. */
function at(marked: string) {
  const cursor = marked.indexOf('▮')
  const code = marked.replace('▮', '')
  const found = placeAt(code, cursor, (path) => path.join('/'))
  if (!found) return undefined
  const { place, offset } = found
  expect(offset + place.cursor).toBe(cursor)
  return place
}

describe('where the cursor stands', () => {
  it.each<[string, object]>([
    ['%%s▮', { kind: 'magic-name', text: 's' }],
    ['%%sh▮ --fails', { kind: 'magic-name', text: 'sh' }],
    ['%%sh --fa▮ils\nip', { kind: 'magic-arguments', text: ' --fails', magic: { name: 'sh' } }],
    ['%%sh --node n1\nip ▮a\n', { kind: 'magic-body', text: 'ip a\n', magic: { arguments: '--node n1' } }],
    ['%%sh\n▮', { kind: 'magic-body', text: '' }],
    [
      "lab.ping('▮')",
      { kind: 'argument', method: 'ping', index: 0, text: '', receiver: { name: 'lab', value: 'lab' } },
    ],
    ["await lab.ping('ns1', 'ns▮", { kind: 'argument', index: 1, text: 'ns' }],
    ['lab.ping(\'ns1\', "ns▮", 5)', { kind: 'argument', index: 1, text: 'ns' }],
    ['lab.ping(`ns▮`)', { kind: 'argument', index: 0, text: 'ns' }],
    ["lab.state({ node: 'n▮' })", { kind: 'argument', index: 0, property: 'node', text: 'n' }],
    ["lab.nodes(['a', '▮'])", { kind: 'argument', index: 0, text: '' }],
    ["labs[0].all.ping('▮'", { kind: 'argument', receiver: { name: 'labs[0].all', value: 'labs/0/all' } }],
    ["open().ping('▮'", { kind: 'argument', receiver: { name: 'open()', value: undefined } }],
    ['lab.sh`ip ▮`', { kind: 'template', text: 'ip ', tag: { name: 'lab.sh', value: 'lab/sh' } }],
    ['sh`ip ▮', { kind: 'template', text: 'ip ', tag: { value: 'sh' } }],
    ['lab.sh({ fails: true })`ip ▮a`', { kind: 'template', text: 'ip a', tag: { name: 'lab.sh', value: 'lab/sh' } }],
    ['lab.sh`a ${1} b▮ ${2} c`', { kind: 'template', text: 'a \uFFFC\uFFFC\uFFFC\uFFFC b \uFFFC\uFFFC\uFFFC\uFFFC c' }],
    ['lab.sh`a ${"x"} 😀▮', { kind: 'template', text: 'a \uFFFC\uFFFC\uFFFC\uFFFC\uFFFC\uFFFC 😀' }],
  ])('%s', (marked, expected) => {
    expect(at(marked)).toMatchObject(expected)
  })
  it.each([
    "const a = '▮'",
    'lab.pi▮ng',
    "lab.ping(▮'ns1')",
    "lab.ping('ns1'▮)",
    'lab.sh`a ${b▮} c`',
    '`a ▮`',
    "ping('▮')",
    "lab.ping({ 'no▮': 1 })",
    "lab.ping(() => '▮')",
    '// lab.ping("▮")',
    '%▮%sh',
    '',
  ])('%s is for TypeScript alone', (marked) => {
    expect(at(marked.includes('▮') ? marked : '▮')).toBeUndefined()
  })
})

test('any text, with the cursor anywhere: the place is a piece of it', () => {
  const piece = fc.constantFrom('lab.sh', '`', '${', '}', "'", '"', '(', ')', 'lab.ping', '\n', '%%sh ', '\\', 'a', '😀', '{ a: ', '[', ',') // prettier-ignore
  fc.assert(
    fc.property(fc.array(piece), fc.nat(), (pieces, where) => {
      const code = pieces.join('')
      const cursor = where % (code.length + 1)
      const found = placeAt(code, cursor, () => undefined)
      if (!found) return
      const { place, offset } = found
      expect(offset + place.cursor).toBe(cursor)
      expect(place.cursor).toBeLessThanOrEqual(place.text.length)
      const piece = code.slice(offset, offset + place.text.length)
      expect(piece).toHaveLength(place.text.length)
      for (let at = 0; at < piece.length; at++) expect(['\uFFFC', piece[at]]).toContain(place.text[at])
    }),
  )
})
