import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startKernel, type KernelClient } from '../../src/kernel/index.js'
import { vethbook } from '../support/cli.js'

const docs = fileURLToPath(new URL('../../docs', import.meta.url))

/** The code of a page's blocks of a language, in their order. */
function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(join(docs, page), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map((match) => match[1] ?? '')
}

const pages = readdirSync(docs).filter((name) => name.endsWith('.md'))
const withCode = pages.filter((page) => blocksOf(page, 'ts').length > 0)

test('there are pages with examples', () => {
  expect(withCode).toContain('authoring.md')
})

describe.each(withCode)('the examples of docs/%s', (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-docs-'))
  let kernel: KernelClient
  beforeAll(async () => {
    kernel = await startKernel({ cwd: folder })
  })
  afterAll(async () => {
    await kernel.shutdown()
    rmSync(folder, { recursive: true })
  })

  test('run one after another, as cells', async () => {
    for (const code of blocksOf(page, 'ts')) {
      const { status, error } = await kernel.execute(code)
      expect({ status, error }, code).toEqual({ status: 'ok', error: undefined })
    }
  })
})

test('the commands of the pages are there', async () => {
  const lines = pages.flatMap((page) => blocksOf(page, 'sh')).flatMap((block) => block.split('\n'))
  const named = new Set(lines.flatMap((line) => /^vethbook (\w+)/.exec(line)?.[1] ?? []))
  const { stdout } = await vethbook(['--help'])
  for (const name of named) expect(stdout, name).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
})
