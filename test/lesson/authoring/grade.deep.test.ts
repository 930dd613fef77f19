import { readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatNotebook, skeleton, type Grade } from '../../../src/lesson/index.js'
import { answer, folder, grade, lesson, removeFolders, submission, submissions, submitted } from './grading.js'

let grades: Map<string, Grade>
beforeAll(async () => {
  grades = await grade(Object.keys(submissions))
})
afterAll(removeFolders)

/** Whether each check passed. */
const passed = (file: string) => grades.get(file)?.checks.map((check) => check.passed)

describe('vethbook grade, among hostile submissions', () => {
  test('grades the others as if they were alone', () => {
    expect([...grades.keys()]).toEqual(Object.keys(submissions).sort())
    expect(grades.get('good.ipynb')).toMatchObject({ passed: 2, total: 2, problem: null })
    expect(passed('untouched.ipynb')).toEqual([true, false])
    expect(passed('forger.ipynb')).toEqual([true, false])
  })

  test('goes on after a cell that never ends, and counts what came before a kernel was killed', () => {
    expect(passed('looper.ipynb')).toEqual([false, true])
    expect(passed('killer.ipynb')).toEqual([true, false])
  })

  test('stops a cell that floods its output, and goes on', () => {
    for (const file of ['flooder.ipynb', 'yes.ipynb']) {
      expect(grades.get(file), file).toMatchObject({ passed: 1, problem: null })
      expect(passed(file), file).toEqual([false, true])
    }
  })

  test('leaves the folder, the lesson and the machine as they were', () => {
    const good = formatNotebook(submission({ 'task-yours': answer }))
    expect(readFileSync(join(submitted, 'good.ipynb'), 'utf8')).toBe(good)
    expect(readFileSync(lesson, 'utf8')).toBe(formatNotebook(skeleton('Graded')))
    expect(readdirSync(folder)).toEqual(['lesson.ipynb'])
    expect(readdirSync(tmpdir())).not.toContain('vethbook-was-here')
    expect(passed('writer.ipynb')).toEqual([true, false])
  })

  test('gives files, memory and processes their bounds', () => {
    expect(passed('filler.ipynb')).toEqual([true, false])
    for (const file of ['eater.ipynb', 'forker.ipynb']) expect(grades.get(file)?.passed, file).toBeLessThan(2)
  })
})
