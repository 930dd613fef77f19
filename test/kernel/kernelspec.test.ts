import { Resvg } from '@resvg/resvg-js'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
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
  expect(spec.argv.slice(-3)).toEqual([
    process.execPath,
    expect.stringMatching(/dist\/kernel\/main\.js$/),
    '{connection_file}',
  ])
  expect(readdirSync(folder).sort()).toEqual(['kernel.json', 'logo-32x32.png', 'logo-64x64.png', 'logo-svg.svg'])
  expect(removeKernelspec({ prefix })).toEqual({ folder, wasThere: true })
  expect(existsSync(folder)).toBe(false)
  expect(removeKernelspec({ prefix })).toEqual({ folder, wasThere: false })
})

test.each([32, 64])('the logo of %s pixels is a rendering of the drawing', (width) => {
  const file = (name: string) => readFileSync(new URL(`../../kernelspec/${name}`, import.meta.url))
  const drawn = new Resvg(file('logo-svg.svg').toString(), { fitTo: { mode: 'width', value: width } }).render()
  expect(drawn.asPng().equals(file(`logo-${width}x${width}.png`))).toBe(true)
})
