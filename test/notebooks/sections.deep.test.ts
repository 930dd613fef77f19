import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startKernel } from '../../src/kernel/index.js'
import { headingOf, isCode, lessons, readLesson, sectionsOf } from './lesson-file.js'
import { runLesson } from './lesson-run.js'

describe.each(lessons)('%s, started anywhere', (lesson) => {
  it.each([11, 12, 13])('runs with its sections in the order of seed %i', async (seed) => {
    const run = await runLesson(lesson, { seed })
    expect(run.failure).toBeUndefined()
  })

  it('runs each section twice, from its first cell on and without the cells above', async () => {
    const kernel = await startKernel({ cwd: fileURLToPath(new URL('../../notebooks', import.meta.url)) })
    try {
      for (const section of sectionsOf(readLesson(lesson)).reverse()) {
        const cells = section.filter(isCode)
        for (const { id, source } of [...cells, ...cells]) {
          const { status, outputs } = await kernel.execute(source)
          expect({ status, outputs: status === 'ok' ? [] : outputs }, `${headingOf(section)}: ${id}`).toEqual({
            status: 'ok',
            outputs: [],
          })
        }
      }
    } finally {
      await kernel.shutdown()
    }
  })
})
