import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyProgress, isProgress } from '../../../src/lesson/toolkit/progress/data.js'
import { progressPath } from '../../../src/lesson/toolkit/progress/place.js'
import { en } from '../../../src/lesson/toolkit/text/en.js'
import { recordShown, textOf, type RecordingSink } from '../../lab/recording-sink.js'

let folder: string
let sink: RecordingSink
let progress: typeof import('../../../src/lesson/toolkit/progress/progress.js')
const file = (): string => join(folder, '.vethbook/01-pair.json')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-progress-'))
  vi.stubEnv('VETHBOOK_NOTEBOOK', join(folder, '01-pair.ipynb'))
  sink = recordShown()
  await restartKernel()
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** A new kernel knows nothing but the file. */
async function restartKernel(): Promise<void> {
  vi.resetModules()
  progress = await import('../../../src/lesson/toolkit/progress/progress.js')
}

const predict = (answer: string): void =>
  progress.updateProgress(en, ({ predictions }) => (predictions['How many?'] = { answer, by: 'reader' }))

describe('progress', () => {
  it('survives the kernel, in a file beside the notebook and nothing beside that', async () => {
    predict('2')
    await restartKernel()
    expect(progress.readProgress(en).predictions).toEqual({ 'How many?': { answer: '2', by: 'reader' } })
    expect(readdirSync(join(folder, '.vethbook'))).toEqual(['01-pair.json'])
    expect(sink.last).toEqual([])
  })

  it('is forgotten by a reset', async () => {
    predict('2')
    progress.resetProgress(en)
    await restartKernel()
    expect(progress.readProgress(en)).toEqual(emptyProgress())
  })

  it('keeps what a file says beyond what we know', () => {
    mkdirSync(join(folder, '.vethbook'))
    writeFileSync(file(), JSON.stringify({ ...emptyProgress(), notes: ['mine'] }))
    predict('1')
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ notes: ['mine'], predictions: expect.anything() })
  })

  it.each(['{"version":1,"predi', '[]', '{"version":1,"predictions":{"q":7},"checks":{}}'])(
    'names a damaged file and sets it aside: %s',
    async (text) => {
      mkdirSync(join(folder, '.vethbook'))
      writeFileSync(file(), text)
      predict('1')
      const [aside = ''] = readdirSync(join(folder, '.vethbook')).filter((name) => name.includes('.damaged-'))
      expect(readFileSync(join(folder, '.vethbook', aside), 'utf8')).toBe(text)
      expect(sink.last.map(textOf)).toEqual([en.progress.damaged(file(), aside)])
      await restartKernel()
      expect(progress.readProgress(en).predictions['How many?']?.answer).toBe('1')
    },
  )

  it('leaves a newer format alone', () => {
    mkdirSync(join(folder, '.vethbook'))
    writeFileSync(file(), '{"version":2}')
    predict('1')
    predict('2')
    expect(readFileSync(file(), 'utf8')).toBe('{"version":2}')
    expect(progress.readProgress(en).predictions['How many?']?.answer).toBe('2')
    expect(sink.last.map(textOf)).toEqual([en.progress.newer(file())])
  })

  it('is kept in memory, with one notice, where its folder cannot be written', () => {
    // A file stands where the folder would be: nobody can write there, root neither.
    writeFileSync(join(folder, '.vethbook'), '')
    predict('1')
    predict('2')
    expect(progress.readProgress(en).predictions['How many?']?.answer).toBe('2')
    expect(sink.last).toHaveLength(1)
    expect(textOf(sink.last[0])).toMatch(
      /kept in memory only, until the kernel ends: .*01-pair\.json cannot be used \(ENOTDIR/,
    )
  })
})

describe('the place of progress', () => {
  it('is beside the notebook, by who runs it or by what Jupyter says', () => {
    expect(progressPath({ VETHBOOK_NOTEBOOK: '/a/b/02-x.ipynb' }, '/here')).toBe('/a/b/.vethbook/02-x.json')
    expect(progressPath({ JPY_SESSION_NAME: '/wherever/02-x.ipynb' }, '/here')).toBe('/here/.vethbook/02-x.json')
    expect(progressPath({ JPY_SESSION_NAME: 'console-1-2f1b' }, '/here')).toBeUndefined()
    expect(progressPath({}, '/here')).toBeUndefined()
  })
})

describe('what counts as progress', () => {
  it('is told from any other JSON without an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (isProgress(value)) expect(value).toMatchObject({ version: 1, predictions: {}, checks: {} })
      }),
    )
    expect(isProgress(emptyProgress())).toBe(true)
  })
})
