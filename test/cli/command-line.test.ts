import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { vethbook } from '../support/cli.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'text.ipynb'), 'no JSON')
writeFileSync(join(folder, 'old.ipynb'), '{"cells": [], "nbformat": 3}')

describe('help', () => {
  test.each([[['--help']], [['run', '--help']], [['doctor', '--help']], [['install', '--help']]])(
    '%j has examples',
    async (args) => {
      const { code, stdout, stderr } = await vethbook(args)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain(`Usage: vethbook ${args.length > 1 ? args[0] : '[options] [command]'}`)
      expect(stdout).toMatch(/Examples:\n {2}vethbook /)
    },
  )

  test('is what the command alone shows, as an error', async () => {
    const { code, stdout } = await vethbook([])
    expect(code).toBe(2)
    expect(stdout).toMatch(/^Usage: vethbook/)
  })

  test('--version is that of the package', async () => {
    expect((await vethbook(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('a wrong command line gets one clear line and the exit code 2', () => {
  test.each([
    [['run', '--fast', 'x.ipynb'], "unknown option '--fast'"],
    [['doctor', '--jsn'], "unknown option '--jsn'"],
    [['rum'], "unknown command 'rum'"],
    [['run'], "missing required argument 'notebook'"],
    [['doctor', 'extra'], "too many arguments for 'doctor'"],
    [['run', 'text.ipynb', 'missing.ipynb'], 'missing.ipynb: no such file'],
    [['run', '.'], '.: not a file'],
    [['run', 'old.ipynb'], 'old.ipynb has notebook format 3'],
    [['run', 'text.ipynb'], 'text.ipynb is not a notebook'],
    [['run', 'text.ipynb', 'old.ipynb', '--out', 'text.ipynb'], '--out text.ipynb: several notebooks need a folder'],
    [['run', 'text.ipynb', './text.ipynb', '--out', 'o'], '--out o: two notebooks would be written to o/text.ipynb'],
    [['install', '--user', '--prefix', 'x'], "'--prefix <dir>' cannot be used with"],
  ])('%j', async (args, message) => {
    const { code, stderr } = await vethbook(args, { cwd: folder })
    expect(stderr).toContain(`vethbook: `)
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })
})

describe('install', () => {
  test('registers the kernel below a prefix, and says where', async () => {
    const { code, stdout } = await vethbook(['install', '--prefix', 'environment'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toContain('environment/share/jupyter/kernels/vethbook')
  })

  test('--user registers it in the Jupyter folder of the user', async () => {
    const { stdout } = await vethbook(['install', '--user'], {
      cwd: folder,
      env: { JUPYTER_DATA_DIR: join(folder, 'data') },
    })
    expect(stdout).toContain(join(folder, 'data/kernels/vethbook'))
  })

  test('a prefix that cannot be written gets one clear line', async () => {
    const { code, stderr } = await vethbook(['install', '--prefix', 'text.ipynb'], { cwd: folder })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^vethbook: .*text\.ipynb.* cannot be written \(.*\)\n$/)
  })
})
