import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import typescript from 'typescript'
import { expect, test } from 'vitest'
import { kernelInfo } from '../../src/kernel/routing/info.js'
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

test.each(names)('%s names its language as the kernel does, so that opening it changes nothing', async (name) => {
  const { metadata } = parseNotebook(await readFile(new URL(name, folder), 'utf8'), name)
  expect(metadata['language_info']).toEqual(kernelInfo('', typescript.version)['language_info'])
})
