import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installKernelspec, removeKernelspec } from '../../src/kernel/index.js'

let prefix: string
beforeEach(() => void (prefix = mkdtempSync(join(tmpdir(), 'kernelspec-'))))
afterEach(() => rmSync(prefix, { recursive: true }))

test('a kernelspec goes where Jupyter looks for it, twice without harm, and away again', () => {
  const folder = installKernelspec({ prefix })
  expect(installKernelspec({ prefix })).toBe(folder)
  expect(folder).toBe(join(prefix, 'share/jupyter/kernels/vethbook'))
  const spec = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')) as { argv: string[] }
  expect(spec).toMatchObject({
    display_name: 'TypeScript (vethbook)',
    language: 'typescript',
    interrupt_mode: 'message',
  })
  expect(spec.argv[0]).toBe(process.execPath)
  expect(spec.argv.at(-1)).toBe('{connection_file}')
  expect(existsSync(join(folder, 'logo-svg.svg'))).toBe(true)
  removeKernelspec({ prefix })
  expect(existsSync(folder)).toBe(false)
  removeKernelspec({ prefix })
})
