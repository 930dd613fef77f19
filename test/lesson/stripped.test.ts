import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import typescript from 'typescript'
import { expect, test } from 'vitest'
import { kernelInfo } from '../../src/kernel/routing/info.js'
import { formatNotebook, parseNotebook, stripOutputs } from '../../src/lesson/nbformat.js'

const folder = new URL('../../notebooks/', import.meta.url)
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ipynb') && !name.includes('.ipynb_checkpoints'),
)

/**
 * What git would commit: a lesson that was run in JupyterLab is saved there with its outputs, which is as it should be.
 * Where git does not know the file, the file itself.
 */
function keptText(name: string): string {
  const git = spawnSync('git', ['show', `:./${name}`], { cwd: folder, encoding: 'utf8' })
  return git.status === 0 ? git.stdout : readFileSync(new URL(name, folder), 'utf8')
}

test('there are lessons', () => {
  expect(names).toContain('00-start-here.ipynb')
})

test.each(names)('%s is kept without outputs, as npm run strip writes it', (name) => {
  const text = keptText(name)
  const isStripped = text === formatNotebook(stripOutputs(parseNotebook(text, name)))
  expect(isStripped, `Take the outputs out: npm run strip && git add notebooks/${name}`).toBe(true)
})

test.each(names)('%s names its language as the kernel does, so that opening it changes nothing', (name) => {
  const { metadata } = parseNotebook(keptText(name), name)
  expect(metadata['language_info']).toEqual(kernelInfo('', typescript.version)['language_info'])
})
