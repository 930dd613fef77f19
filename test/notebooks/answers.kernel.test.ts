import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mime, type CheckData } from '../../src/display/index.js'
import { startKernel, type Execution, type KernelClient } from '../../src/kernel/index.js'
import { headingOf, isCode, lessons, readLesson, sectionsOf } from './lesson-file.js'

/** Sections with a goal: a cell that sets it, one for the reader, one that looks. */
const withGoals = lessons.flatMap((lesson) =>
  sectionsOf(readLesson(lesson))
    .filter((section) =>
      section.some(({ id }) => id.endsWith('-yours') && section.some((cell) => cell.id.endsWith('-set'))),
    )
    .map((section) => [lesson, headingOf(section), section.filter(isCode)] as const),
)

/** The solutions that a lesson shows when asked must reach its own checks, typed in place of the reader's commands. */
describe('the solution', () => {
  let kernel: KernelClient

  beforeAll(async () => {
    kernel = await startKernel({ cwd: fileURLToPath(new URL('../../notebooks', import.meta.url)) })
  })
  afterAll(() => kernel.shutdown())

  it('is there for a task in each lesson, and for each fault that lesson.break has not chosen', () => {
    expect(withGoals.map(([lesson, heading]) => [lesson, heading])).toEqual([
      ['00-start-here', 'Your turn'],
      ['01-veth-pair', 'Your turn'],
      ['02-bridge', 'Your turn'],
      ['03-why-loopback', 'Your turn'],
      ['03-why-loopback', 'Break it'],
      ['04-network-model', 'Your turn'],
      ['04-network-model', 'Break it'],
      ['05-other-tools', 'Your turn'],
    ])
  })

  it.each(withGoals)('in %s (%s) reaches the goal', async (_, __, cells) => {
    let solution: string | null = null
    let last: CheckData | undefined
    for (const { id, source } of cells) {
      const run = await kernel.execute(id.endsWith('-yours') ? `%%sh --maybe\n${solution ?? ''}` : source)
      expect({ status: run.status, error: run.error }, id).toEqual({ status: 'ok', error: undefined })
      last = checkOf(run) ?? last
      if (!id.endsWith('-set')) continue
      expect(last, id).toMatchObject({ passed: false })
      solution = last?.solution ?? null
    }
    expect(last).toMatchObject({ passed: true })
  })
})

function checkOf({ outputs }: Execution): CheckData | undefined {
  const found = outputs.flatMap((output) => ('data' in output ? [output.data[mime.check]] : []))
  return found.filter((data) => data !== undefined).at(-1) as CheckData | undefined
}
