import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startKernel } from '../../src/kernel/index.js'
import { headingOf, isCode, lessons, readLesson, sectionsOf, translation } from './lesson-file.js'

// Sections alone and in other orders are what vethbook test tries: authors.deep.test.ts.
describe.each([...lessons, translation] as const)('%s, started anywhere', (lesson) => {
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
