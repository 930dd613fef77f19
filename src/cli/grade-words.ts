import { stripVTControlCharacters } from 'node:util'
import type { Grade } from '../lesson/index.js'

/**
 * A line a submission, a column a check: 1 passed, 0 not.
 *
 * Format: RFC 4180, with line feeds. Names of files are whatever somebody chose: one that a spreadsheet would take for a
 * formula gets an apostrophe in front.
 */
export function toCsv(grades: readonly Grade[]): string {
  const goals = grades[0]?.checks.map(({ goal }) => goal) ?? []
  const rows = grades.map(({ file, passed, total, checks, problem }) => [
    ...[file, String(passed), String(total)],
    ...checks.map((check) => (check.passed ? '1' : '0')),
    problem ?? '',
  ])
  return [['file', 'passed', 'total', ...goals, 'problem'], ...rows]
    .map((row) => `${row.map(field).join(',')}\n`)
    .join('')
}

function field(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** For people: each submission, and what each check saw where it did not pass. */
export function gradeTable(grades: readonly Grade[]): string {
  const lines = grades.flatMap(({ file, passed, total, checks, problem }) => [
    `${passed} of ${total}  ${file}`,
    ...(problem === null ? [] : [`        ended early: ${problem}`]),
    ...checks.map(
      (check) => `        ${check.passed ? 'yes' : 'no '}  ${check.goal}${check.passed ? '' : `: ${check.saw}`}`,
    ),
  ])
  return `${lines.map((line) => stripVTControlCharacters(line).replace(/[\u0000-\u001f]/g, ' ')).join('\n')}\n`
}
