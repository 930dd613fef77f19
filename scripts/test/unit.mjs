import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { add } from './outcome.mjs'
import { vitestSuite } from './vitest.mjs'

/** Rooms of functions over data, whose modules keep nothing: their test files share them, which spares loading them for each. */
const pure = ['display', 'engine', 'lab', 'network', 'tools', 'views']

/** The unit tests: those of the pure rooms, then each of the other files with modules of its own. */
export async function unitSuite(minutes) {
  const entries = readdirSync(join(root, 'test'), { withFileTypes: true })
  const others = entries
    .filter((entry) => (entry.isDirectory() ? !pure.includes(entry.name) : entry.name.endsWith('.test.ts')))
    .map((entry) => (entry.isDirectory() ? `test/${entry.name}/` : `test/${entry.name}`))
  const shared = await vitestSuite('unit', minutes, {
    title: 'unit-pure',
    words: [...pure.map((room) => `test/${room}/`), '--no-isolate'],
  })
  return add(shared, await vitestSuite('unit', minutes, { words: others }))
}
