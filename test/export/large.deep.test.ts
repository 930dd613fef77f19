import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { renderOutput } from '../../src/export/output/index.js'

const main = new URL('../../dist/cli/main.js', import.meta.url)

/** The command in a process of its own, which says at its end how much memory it took at most: KiB, as getrusage(2) does. */
const measured = `
process.on('exit', () => console.error('KiB ' + process.resourceUsage().maxRSS))
await import(${JSON.stringify(main.href)})`

/** Eighty cells with a picture of 1.6 MB each, and ten thousand lines of text in a list, as Jupyter writes them. */
function* largeNotebook(): Generator<string> {
  const bytes = Buffer.alloc(1_200_000, 7)
  Buffer.from('89504e470d0a1a0a', 'hex').copy(bytes)
  const picture = { output_type: 'display_data', data: { 'image/png': bytes.toString('base64') }, metadata: {} }
  const text = Array.from({ length: 10_000 }, (_, line) => `line ${line} ${'abcdefgh '.repeat(8)}\n`)
  const outputs = [picture, { output_type: 'stream', name: 'stdout', text }]
  const cell = JSON.stringify({ cell_type: 'code', execution_count: 1, metadata: {}, source: ['x'], outputs })
  yield '{"nbformat":4,"nbformat_minor":4,"metadata":{},"cells":['
  for (let index = 0; index < 80; index++) yield `${index === 0 ? '' : ','}${cell}`
  yield ']}'
}

test('a notebook of 200 MB becomes a page within 1 GiB of memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vethbook-large-'))
  try {
    const [notebook, page] = [join(folder, 'large.ipynb'), join(folder, 'large.html')]
    await pipeline(Readable.from(largeNotebook()), createWriteStream(notebook))
    expect((await stat(notebook)).size).toBeGreaterThan(190e6)
    const run = ['--input-type=module', '-e', measured, 'export', notebook, '-o', page]
    const { stderr } = await promisify(execFile)(process.execPath, run)
    const [, kib] = /KiB (\d+)/.exec(stderr) ?? []
    expect(Number(kib)).toBeGreaterThan(0)
    expect(Number(kib)).toBeLessThan(1024 * 1024)
    expect((await stat(page)).size).toBeGreaterThan(128e6)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a chart that has no end is given up, and what came beside it is shown', async () => {
  const endless = {
    data: { values: [{ a: `${'a'.repeat(40)}!` }] },
    transform: [{ filter: 'test(/^(a+)+$/, datum.a)' }],
    mark: 'point',
  }
  const data = { 'application/vnd.vegalite.v5+json': endless, 'text/plain': 'alt.Chart(...)' }
  expect((await renderOutput({ output_type: 'display_data', data, metadata: {} }, { prefix: 'o1-' })).kind).toBe('text')
})
