import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { formatNotebook, parseNotebook, stripOutputs } from '../../src/lesson/nbformat.js'

const folder = new URL('../../notebooks/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'))

test('there are lessons', () => {
  expect(names).toContain('00-start-here.ipynb')
})

test.each(names)('%s is kept without outputs, as npm run strip writes it', async (name) => {
  const text = await readFile(new URL(name, folder), 'utf8')
  expect(text).toBe(formatNotebook(stripOutputs(parseNotebook(text, name))))
})
