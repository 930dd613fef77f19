import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { vethbook } from '../support/cli.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('vethbook export --run of a lesson that fails makes the page all the same, which says where it ended', async () => {
  const cells = ['console.log("so far")', 'null.x', 'console.log("never")'].map((source, index) => {
    return { cell_type: 'code', id: `c${index}`, metadata: {}, execution_count: null, outputs: [], source }
  })
  writeFileSync(join(folder, 'bad.ipynb'), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }))
  const { code, stdout, stderr } = await vethbook(['export', 'bad.ipynb', '--run'], { cwd: folder })
  expect(code).toBe(1)
  expect(stdout).toMatch(/^bad\.html +\d+ KB$/m)
  expect(stderr).toContain('vethbook: bad.ipynb: cell 2 failed\n')
  expect(stderr).not.toContain('--run executes')
  const html = readFileSync(join(folder, 'bad.html'), 'utf8')
  expect(html).toContain('<p>It stopped at <a href="#step-2">step 2</a>, which failed.')
  expect(html).toContain('so far</pre>')
  expect(html.match(/Not run: there is no stored output\./g)).toHaveLength(1)
  expect(html).not.toContain('<pre class="o-text">never')
})
