import { expect, test } from 'vitest'
import { gradeTable, toCsv } from '../../src/cli/grade-words.js'

const grade = (file: string, ...passed: boolean[]) => ({
  ...{ file, passed: passed.filter(Boolean).length, total: passed.length, problem: null as string | null },
  checks: passed.map((each, index) => ({
    goal: `goal ${index}, of "two"`,
    passed: each,
    saw: 'no link\n\u001b[31mveth1',
  })),
})

test('CSV has a column a check, and nothing that a spreadsheet would compute', () => {
  const grades = [grade('a.ipynb', true, false), { ...grade('=1+1.ipynb', false, false), problem: 'it took, well' }]
  expect(toCsv(grades)).toBe(
    'file,passed,total,"goal 0, of ""two""","goal 1, of ""two""",problem\n' +
      'a.ipynb,1,2,1,0,\n' +
      '\'=1+1.ipynb,0,2,0,0,"it took, well"\n',
  )
})

test('for people: what each check saw, without control characters', () => {
  expect(gradeTable([grade('a.ipynb', true, false)])).toBe(
    '1 of 2  a.ipynb\n        yes  goal 0, of "two"\n        no   goal 1, of "two": no link veth1\n',
  )
})
