import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A folder that holds nothing but what `npm install` of the packed package puts there. */
const folder = mkdtempSync(join(tmpdir(), 'vethbook-pack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(command: string, ...args: string[]) {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: 240_000 })
  return { status, stdout, stderr }
}

const vethbook = (...args: string[]) => run(join(folder, 'node_modules/.bin/vethbook'), ...args)

let files: string[]

beforeAll(() => {
  // Without scripts: dist is built already, and what we depend on must load without its install scripts.
  const packed = run('npm', 'pack', root, '--ignore-scripts', '--json')
  if (packed.status !== 0) throw new Error(packed.stderr)
  const [{ filename, files: list }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }]
  files = list.map(({ path }) => path)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const installed = run('npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', filename)
  if (installed.status !== 0) throw new Error(installed.stderr)
})

describe('the packed package, installed in an empty folder', () => {
  test('holds the program, the lessons, the examples, the schema of topologies and the profile of containers, and nothing else', () => {
    const kinds = new Set(files.map((path) => (path.includes('/') ? `${path.split('/')[0]}/` : path)))
    const wanted = [
      'LICENSE',
      'README.md',
      'dist/',
      'examples/',
      'hosting/',
      'kernelspec/',
      'notebooks/',
      'package.json',
      'schema/',
      'src/',
    ]
    expect([...kinds].sort()).toEqual(wanted)
    expect(files.filter((path) => /(^|\/)\./.test(path))).toEqual([])
    expect(files).toContain('notebooks/00-start-here.ipynb')
    expect(files.filter((path) => path.startsWith('hosting/'))).toEqual(['hosting/seccomp.json'])
    expect(files.filter((path) => path.startsWith('src/') && !path.startsWith('src/export/page/'))).toEqual([])
  })

  test('exports a page, with the styles and scripts that come with it', () => {
    const lesson = join(folder, 'node_modules', 'vethbook', 'notebooks', '00-start-here.ipynb')
    const page = join(folder, 'page.html')
    expect(vethbook('export', lesson, '-o', page)).toMatchObject({ status: 0 })
    expect(readFileSync(page, 'utf8')).toMatch(/<style>[^<]+<\/style>/)
  })

  test('has a command', () => {
    expect(vethbook('--help')).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('Examples:') as string,
    })
    const { status, stdout } = vethbook('doctor', '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ engine: 'namespaces' })
  })

  test('opens a lab in a script', () => {
    const script = `
      import { openLab } from 'vethbook'
      const lab = await openLab()
      await lab.sh({ quiet: true })\`sudo ip netns add ns1\`
      const { namespaces } = await lab.state()
      await lab.dispose()
      console.log(namespaces.map(({ name }) => name).join(' '))`
    writeFileSync(join(folder, 'script.mjs'), script)
    expect(run(process.execPath, 'script.mjs')).toMatchObject({ status: 0, stdout: 'root ns1\n' })
  })

  test('runs a notebook with its kernel, types and all', () => {
    const source = `import { openLab, type Lab } from 'vethbook'
const lab: Lab = await openLab()
const names: string[] = (await lab.state()).namespaces.map(({ name }) => name)
names`
    const cell = { cell_type: 'code', id: 'a', metadata: {}, execution_count: null, outputs: [], source }
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }
    writeFileSync(join(folder, 'notebook.ipynb'), JSON.stringify(notebook))
    const { status, stdout, stderr } = vethbook('run', 'notebook.ipynb')
    expect(stderr).toBe('')
    expect(stdout).toContain('1 cell in')
    expect(status).toBe(0)
  })
})
