import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKernel, type Execution, type KernelClient } from '../../src/kernel/index.js'
import { isCode, readLesson, sectionsOf, type Lesson } from './lesson-file.js'

/** The answers that a lesson gives must reach its own checks, typed in place of the learner's. */
describe('the answers given', () => {
  let kernel: KernelClient

  beforeAll(async () => {
    kernel = await startKernel({ cwd: fileURLToPath(new URL('../../notebooks', import.meta.url)) })
  })
  afterAll(() => kernel.shutdown())

  it.each<[Lesson, string, string, RegExp]>([
    ['01-veth-pair', 'task', 'One way that works', /All there[^]*3 pings left → 10\.1\.0\.2: none lost/],
    ['01-veth-pair', 'break', 'The answer', /none lost[^]*Mended\./],
    ['02-bridge', 'task', 'One way that works', /All there[^]*3 pings ns3 → 192\.168\.1\.103: none lost/],
    ['02-bridge', 'break', 'The answer', /none lost[^]*Mended\./],
  ])('in %s (%s) reach the goal', async (lesson, name, summary, reached) => {
    const section = sectionsOf(readLesson(lesson)).find((cells) => cells.some(({ id }) => id === `${name}-yours`)) ?? []
    const answer = section.map(({ source }) => answerIn(source, summary)).find((text) => text !== undefined)
    let check = ''
    for (const cell of section.filter(isCode)) {
      const run = await kernel.execute(cell.id === `${name}-yours` ? `%%sh\n${answer ?? ''}` : cell.source)
      expect({ status: run.status, error: run.error }, cell.id).toEqual({ status: 'ok', error: undefined })
      if (cell.id === `${name}-check`) check = words(run)
    }
    expect(check).toMatch(reached)
  })
})

function answerIn(markdown: string, summary: string): string | undefined {
  const from = markdown.indexOf(`<summary>${summary}</summary>`)
  return from < 0 ? undefined : /```\n([^]*?)```/.exec(markdown.slice(from))?.[1]
}

function words({ outputs }: Execution): string {
  return outputs
    .map((output) => {
      if (output.output_type === 'stream') return output.text
      const text = 'data' in output ? output.data['text/plain'] : undefined
      return typeof text === 'string' ? text : ''
    })
    .join('\n')
}
