import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { vethbook } from '../support/cli.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vethbook-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'text.ipynb'), 'no JSON')
writeFileSync(join(folder, 'old.ipynb'), '{"cells": [], "nbformat": 3}')

describe('help', () => {
  test.each([
    [['--help']],
    [['run', '--help']],
    [['doctor', '--help']],
    [['export', '--help']],
    [['install', '--help']],
    [['uninstall', '--help']],
    [['console', '--help']],
  ])('%j has examples', async (args) => {
    const { code, stdout, stderr } = await vethbook(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: vethbook ${args.length > 1 ? args[0] : '[options] [command]'}`)
    expect(stdout).toMatch(/Examples:\n {2}vethbook /)
  })

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
    [['run', 'text.ipynb', '--out', 'text.ipynb/here'], '--out text.ipynb/here: ENOTDIR: not a directory'],
    [['run', 'text.ipynb', './text.ipynb', '--out', 'o'], '--out o: two notebooks would be written to o/text.ipynb'],
    [['export'], 'which notebook?'],
    [['export', 'text.ipynb'], 'text.ipynb is not a notebook'],
    [['export', 'missing.ipynb'], 'missing.ipynb: no such file'],
    [['export', 'text.ipynb', '-o', 'text.ipynb'], '--out text.ipynb: that is the notebook itself'],
    [['export', 'text.ipynb', '--pdf', '--ipynb'], '--pdf and --ipynb: one at a time'],
    [['export', '--all', 'missing'], '--all missing: ENOENT'],
    [['install', '--user', '--prefix', 'x'], "'--prefix <dir>' cannot be used with"],
    [['install', '--user', '--sys-prefix'], "'--sys-prefix' cannot be used with"],
    [['uninstall', '--sys-prefix', '--prefix', 'x'], "'--prefix <dir>' cannot be used with"],
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

describe('uninstall', () => {
  test('takes away what install with the same options has put there, and only that', async () => {
    await vethbook(['install', '--prefix', 'other'], { cwd: folder })
    await vethbook(['install', '--prefix', 'gone'], { cwd: folder })
    const { code, stdout } = await vethbook(['uninstall', '--prefix', 'gone'], { cwd: folder })
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'The kernel is no longer registered in gone/share/jupyter/kernels/vethbook\n',
    })
    expect(readdirSync(join(folder, 'gone/share/jupyter/kernels'))).toEqual([])
    expect(readdirSync(join(folder, 'other/share/jupyter/kernels'))).toEqual(['vethbook'])
  })

  test('says where there was nothing', async () => {
    const { code, stderr } = await vethbook(['uninstall', '--prefix', 'empty'], { cwd: folder })
    expect(code).toBe(1)
    expect(stderr).toBe('vethbook: the kernel is not registered in empty/share/jupyter/kernels/vethbook\n')
  })
})

describe('--sys-prefix', () => {
  test('is the environment of the python3 that comes first', async () => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'python3'), `#!/bin/sh\necho ${folder}/environment-of-python\n`, { mode: 0o755 })
    const env = { PATH: `${bin}:${process.env['PATH']}` }
    const installed = await vethbook(['install', '--sys-prefix'], { env })
    expect(installed.stdout).toContain('/environment-of-python/share/jupyter/kernels/vethbook')
    expect((await vethbook(['uninstall', '--sys-prefix'], { env })).code).toBe(0)
  })

  test('needs one', async () => {
    const { code, stderr } = await vethbook(['install', '--sys-prefix'], { env: { PATH: join(folder, 'nowhere') } })
    expect(code).toBe(1)
    expect(stderr).toContain('there is no python3')
  })
})

test('console says what it lacks, and leaves nothing behind', async () => {
  const tmp = join(folder, 'tmp')
  const program = join(folder, 'program')
  mkdirSync(tmp)
  mkdirSync(program)
  // Without the environment that a checkout has beside the program.
  for (const part of ['dist', 'package.json', 'kernelspec'])
    cpSync(join(root, part), join(program, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(program, 'node_modules'))
  const child = spawnSync(process.execPath, [join(program, 'dist/cli/main.js'), 'console'], {
    env: { PATH: join(folder, 'nowhere'), TMPDIR: tmp },
    encoding: 'utf8',
  })
  expect(child.stderr).toBe('vethbook: jupyter console is not installed here. Try: pip install jupyter-console\n')
  expect(child.status).toBe(1)
  expect(readdirSync(tmp)).toEqual([])
})
