import { expect, test } from 'vitest'
import { cellLine } from '../../src/cli/run-words.js'

test.each([
  ['1 + 1', '1 + 1'],
  ['const a = 1\nconst b = 2', 'const a = 1 …'],
  ['%%sh\nip link', '%%sh ip link'],
  ['%%sh --fails\nip link\nip route', '%%sh --fails ip link …'],
  [`import { openLab } from 'vethbook'\n\nconst lab = await openLab()`, 'const lab = await openLab()'],
  [`import 'x'`, `import 'x'`],
  ['x'.repeat(70), `${'x'.repeat(58)} …`],
])('the line of a cell shows its first command: %j', (source, shown) => {
  expect(cellLine(3, 25, source)).toBe(`     3/25  ${shown.padEnd(60)}`)
})
