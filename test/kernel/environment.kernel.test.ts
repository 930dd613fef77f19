import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { installKernelspec, startKernel } from '../../src/kernel/index.js'
import { textOf } from './support/notebook.js'

const place = mkdtempSync(join(tmpdir(), 'vethbook-environment-'))
afterAll(() => rmSync(place, { recursive: true }))

const certificates = join(place, 'certificates.pem')

/** The environment in which a kernel that was started by its kernelspec finds itself. */
function launched(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = installKernelspec({ prefix: place })
  const { argv } = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')) as { argv: string[] }
  const [command = '', ...rest] = argv.slice(0, argv.indexOf(process.execPath) + 1)
  const { stdout } = spawnSync(command, [...rest, '-p', 'JSON.stringify(process.env)'], { env, encoding: 'utf8' })
  return JSON.parse(stdout) as NodeJS.ProcessEnv
}

test.each([
  ['as they were', { NODE_EXTRA_CA_CERTS: certificates, MALLOC_TRIM_THRESHOLD_: '4096' }],
  ['not there', {}],
])('variables that a start takes away or adds are %s in cells', async (_, asked) => {
  const { NODE_EXTRA_CA_CERTS: _certificates, ...ambient } = process.env
  const env = launched({ ...ambient, ...asked })
  expect(env['NODE_EXTRA_CA_CERTS']).toBeUndefined()
  const client = await startKernel({ cwd: place, env })
  try {
    const names = `/^(NODE_EXTRA|VETHBOOK_|MALLOC_)/`
    // What marks the processes of a test run is there, too, and is nothing of the start's.
    const known = JSON.stringify(Object.keys(ambient))
    const shown = await client.execute(
      `JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([name]) => ${names}.test(name) && !${known}.includes(name)).sort()))`,
    )
    expect(textOf(shown)).toBe(`result: '${JSON.stringify(asked, Object.keys(asked).sort())}'`)
  } finally {
    await client.shutdown()
  }
})

test('module is there, as it is typed, and finds what lies beside the notebook', async () => {
  const client = await startKernel({ cwd: place })
  writeFileSync(join(place, 'beside.cjs'), 'module.exports = 5')
  try {
    expect(textOf(await client.execute(`module.require('./beside.cjs')`))).toBe('result: 5')
    expect(textOf(await client.execute('[module.path === __dirname, module.loaded]'))).toBe('result: [ true, false ]')
    expect(textOf(await client.execute('const module = 3\nmodule + 1'))).toBe('result: 4')
  } finally {
    await client.shutdown()
  }
})
