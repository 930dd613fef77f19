import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grade } from '../../../src/lesson/index.js'
import { vethbook } from '../../support/cli.js'
import { handIn, lesson, removeFolders, submitted } from './grading.js'

let grades: Map<string, Grade>
beforeAll(async () => {
  handIn(['good.ipynb', 'forger.ipynb', 'broken.ipynb'])
  const { stdout, stderr } = await vethbook(['grade', submitted, '--lesson', lesson, '--json'])
  expect(stderr).toContain('good.ipynb: 2 of 2\n')
  const list = JSON.parse(stdout) as Grade[]
  grades = new Map(list.map((each) => [each.file, each]))
}, 600_000)
afterAll(removeFolders)

// Submissions that loop, fill, fork and kill take their time: grade.deep.test.ts.
describe('vethbook grade', () => {
  test('grades each submission by the lesson’s checks', () => {
    expect([...grades.keys()]).toEqual(['broken.ipynb', 'forger.ipynb', 'good.ipynb'])
    expect(grades.get('good.ipynb')).toMatchObject({
      ...{ passed: 2, total: 2, problem: null },
      checks: [{ goal: 'both namespaces are there' }, { goal: 'one end of a cable is in ns1' }],
    })
    expect(grades.get('broken.ipynb')).toMatchObject({
      ...{ passed: 0, total: 2, problem: expect.stringContaining('not a notebook') as string },
    })
  })

  test('takes no submission’s word for it', () => {
    expect(grades.get('forger.ipynb')?.checks.map(({ passed }) => passed)).toEqual([true, false])
  })
})
