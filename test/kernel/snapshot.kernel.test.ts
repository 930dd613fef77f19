import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as kernelRoom from '../../src/kernel/index.js'
import { textOf, until } from './support/notebook.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'vethbook-snapshot-'))
const installed = join(place, 'node_modules', 'vethbook')
const home = join(place, 'home')
const folder = join(place, 'notebooks')
const cache = join(home, '.cache', 'vethbook')
const env: NodeJS.ProcessEnv = { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, '.cache') }

/** The package as npm would install it: without its sources. */
beforeAll(() => {
  for (const path of [installed, home, folder]) mkdirSync(path, { recursive: true })
  cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'))
})
afterAll(() => rmSync(place, { recursive: true }))

const blobs = (): string[] => readdirSync(cache).filter((name) => name.endsWith('.blob'))
/** The snapshot is there, and nothing of the work on it. */
const isBuilt = (): boolean => {
  const names = existsSync(cache) ? readdirSync(cache) : []
  return names.length === 1 && names[0]!.endsWith('.blob')
}

const sayStart = `const { readFileSync } = await import('node:fs')
readFileSync('/proc/self/cmdline', 'utf8').includes('--snapshot-blob') ? 'quick' : 'slow'`

/** What a new kernel's first cells show; it is kept until something holds. */
async function firstCells(cells: string[], environment = env, condition = () => true): Promise<string[]> {
  const { startKernel } = (await import(join(installed, 'dist/kernel/index.js'))) as typeof kernelRoom
  const client = await startKernel({ cwd: folder, env: environment })
  try {
    const shown: string[] = []
    for (const cell of cells) shown.push(textOf(await client.execute(cell)))
    await until(condition)
    return shown
  } finally {
    await client.shutdown()
  }
}

describe('an installed package', () => {
  test('starts slowly once, builds the snapshot in the user’s cache and nothing anywhere else, then starts from it', async () => {
    expect(await firstCells([sayStart], env, isBuilt)).toEqual([`result: 'slow'`])
    expect(readdirSync(cache)).toEqual(blobs())
    expect(readdirSync(home, { recursive: true }).sort()).toEqual(
      ['.cache', '.cache/vethbook', `.cache/vethbook/${blobs()[0]}`].sort(),
    )
    expect(readdirSync(folder)).toEqual([])
    expect(statSync(cache).mode & 0o777).toBe(0o700)
    expect(await firstCells([sayStart])).toEqual([`result: 'quick'`])
  })

  test('a broken snapshot is passed over without a word in the notebook, and replaced', async () => {
    const blob = join(cache, blobs()[0]!)
    const { size } = statSync(blob)
    truncateSync(blob, Math.floor(size / 2))
    const isReplaced = (): boolean => isBuilt() && statSync(join(cache, blobs()[0]!)).size > size / 2
    expect(await firstCells(['const x: number = 20; x + 1', sayStart], env, isReplaced)).toEqual([
      'result: 21',
      `result: 'slow'`,
    ])
    expect(await firstCells([sayStart])).toEqual([`result: 'quick'`])
  })

  test('a snapshot of another build is not used, and replaced', async () => {
    const other = 'evaluator-'.length + '12345678-'.length
    const former = `${blobs()[0]!.slice(0, other)}${'0'.repeat(16)}.blob`
    renameSync(join(cache, blobs()[0]!), join(cache, former))
    const isReplaced = (): boolean => isBuilt() && blobs()[0] !== former
    expect(await firstCells([sayStart], env, isReplaced)).toEqual([`result: 'slow'`])
    expect(await firstCells([sayStart])).toEqual([`result: 'quick'`])
  })

  test('options of V8 that do not fit the snapshot', async () => {
    const shown = await firstCells([sayStart], { ...env, NODE_OPTIONS: '--max-old-space-size=1024' })
    expect(shown).toEqual([`result: 'slow'`])
    expect(blobs()).toHaveLength(1)
  })

  test('a cache that cannot be written', async () => {
    expect(await firstCells([sayStart], { ...env, HOME: '/proc', XDG_CACHE_HOME: '/proc' })).toEqual([`result: 'slow'`])
  })
})

test('what a cell forks is a program of its own', async () => {
  const code = `const { fork } = await import('node:child_process')
  const { writeFileSync } = await import('node:fs')
  writeFileSync('child.cjs', 'process.send(process.argv.slice(2))')
  await new Promise((resolve) => fork('./child.cjs', ['a']).on('message', resolve))`
  expect(await firstCells([sayStart, code])).toEqual([`result: 'quick'`, `result: [ 'a' ]`])
})
