import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mime } from '../../../src/display/index.js'
import { startKernel, type KernelClient } from '../../../src/kernel/index.js'

let folder: string
let kernel: KernelClient
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-practice-'))
  const env = { ...process.env, LANG: 'C.UTF-8', VETHBOOK_NOTEBOOK: join(folder, 'lesson.ipynb') }
  kernel = await startKernel({ cwd: folder, env })
})
afterAll(async () => {
  await kernel.shutdown()
  rmSync(folder, { recursive: true, force: true })
})

/** What a cell showed, in words. */
async function run(code: string): Promise<string> {
  const { outputs, error } = await kernel.execute(code, { stopOnError: false })
  const shown = outputs.map((output) =>
    'data' in output ? String(output.data[mime.text]) : 'text' in output ? output.text : '',
  )
  return [...shown, ...(error === undefined ? [] : [`${error.ename}: ${error.evalue}`])].join('\n')
}

test('in a notebook a network is broken, which no cell gives away, and the summary tells of it after a restart', async () => {
  await run(`import { openLab, lesson, isUp, reaches } from 'vethbook'
const lab = await openLab()`)
  expect(await run("await lesson.section('Practice', { start: 'empty' })")).toContain('Section: Practice')
  const asked = await run('const task = await lesson.break(lab, { level: 1, seed: 5 })')
  expect(asked).toContain('? ns1 no longer reaches 10.0.0.2.')
  expect(asked.match(/no longer reaches/g)).toHaveLength(1)
  await run("await lesson.check('it arrives', reaches('ns1', '10.0.0.2'))")

  expect(await run('1 + 1'), 'goals say nothing while it is broken').toBe('2')
  const since = "lab.events.slice(lab.events.findIndex(({ kind }) => kind === 'fault-injected'))"
  expect(await run(`${since}.filter(({ kind }) => ['link-changed', 'command-started'].includes(kind)).length`)).toBe(
    '0',
  )
  expect(await run('await lesson.hint()')).toContain('ping said:')
  expect(await run("await lesson.found({ cause: 'no-address', at: 'ns1' })")).toContain('Something is wrong at ns1')
  expect(await run('%%sh\nsudo ip -n ns1 link set veth1 up')).toContain('veth1')
  expect(await run('await lesson.repaired()')).toMatch(/ns1 reaches 10\.0\.0\.2 again, after .* and 1 command\./)
  expect(await run("await lesson.found({ cause: 'link-down', at: 'ns1.veth1' })")).toContain('Everything is found.')

  await kernel.restart()
  const told = await run("import { lesson } from 'vethbook'\nawait lesson.summary()")
  expect(told).toContain('✓ ns1 to 10.0.0.2, level 1: mended in')
  expect(told).toContain('1 command, named rightly')
  expect(told).toContain('ip-link(8): https://manpages.debian.org/')
})
