import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mime } from '../../../src/display/index.js'
import { startKernel, type Execution, type KernelClient } from '../../../src/kernel/index.js'

/** A lesson's cells in our own kernel, run by a program: nobody is there to click. */
let folder: string
let kernel: KernelClient

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-lesson-'))
  const env = { ...process.env, LANG: 'C.UTF-8', VETHBOOK_NOTEBOOK: join(folder, 'lesson.ipynb') }
  kernel = await startKernel({ cwd: folder, env })
})
afterAll(async () => {
  await kernel.shutdown()
  rmSync(folder, { recursive: true, force: true })
})

async function run(code: string): Promise<Execution> {
  return kernel.execute(code, { stopOnError: false })
}

function texts({ outputs }: Execution): string[] {
  return bundles({ outputs }).map((data) => String(data[mime.text]))
}

function bundles({ outputs }: Pick<Execution, 'outputs'>): Record<string, unknown>[] {
  return outputs.flatMap((output) => ('data' in output ? [output.data] : []))
}

function progress(): unknown {
  return JSON.parse(readFileSync(join(folder, '.vethbook/lesson.json'), 'utf8'))
}

describe('a prediction where nobody is', () => {
  const ask = "import { lesson } from 'vethbook'\nconst guess = await lesson.predict('How many links?', [1, 2, 3]"

  it('takes the default at once, and shows it beside what happened', async () => {
    const asked = await run(`${ask}, { default: 2 })`)
    expect(asked.error).toBeUndefined()
    expect(texts(asked)).toEqual([
      '? Predict: How many links?\n  a) 1\n  b) 2\n  c) 3\n  Nobody is here to predict; taken as default: 2',
    ])
    const observed = await run("await guess.observed(1 + 2, { because: 'a link is counted once' })")
    expect(texts(observed)).toEqual([
      '≠ How many links?\n  Predicted: 2\n  Observed: 3\n  Not as predicted.\n  Why: a link is counted once',
    ])
    expect(bundles(observed)[0]?.[mime.prediction]).toEqual({
      question: 'How many links?',
      choices: ['1', '2', '3'],
      answer: '2',
      isDefault: true,
      observed: '3',
      right: false,
      because: 'a link is counted once',
    })
  })

  it('is replaced by a line of the reader, which a later default leaves alone, over a restart of the kernel, too', async () => {
    await run(`${ask}, { mine: 'c' })`)
    await run('await guess.observed(3)')
    await kernel.restart()
    await run(`${ask})`)
    expect(progress()).toEqual({
      version: 1,
      predictions: { 'How many links?': { answer: '3', by: 'reader', observed: '3', right: true } },
      checks: {},
    })
    await run('await lesson.reset()')
    expect(() => progress()).toThrow(/ENOENT/)
  })

  it('says what is wrong with a choice that is none', async () => {
    const { error } = await run(`${ask}, { mine: 'd' })`)
    expect(error?.evalue).toMatch(/mine is "d", which is none of its choices\. There are: 1, 2, 3/)
  })

  it('speaks Chinese when told to', async () => {
    await run("await lesson.language('zh')")
    expect(texts(await run(`${ask})`))).toEqual([expect.stringContaining('预测：How many links?')])
  })
})
