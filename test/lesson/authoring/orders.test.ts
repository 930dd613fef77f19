import { expect, test } from 'vitest'
import { inOrders } from '../../../src/lesson/authoring/orders.js'
import { parseNotebook } from '../../../src/lesson/index.js'
import { notebookText } from '../../support/notebook-file.js'

const names = (headings: string[]) => {
  const cells = headings.flatMap((heading) => [`## ${heading}`, `'${heading}'`])
  return inOrders(parseNotebook(notebookText(['# Title', ...cells]), 'x')).map(({ name }) => name)
}

test('five other orders of the sections, or as many as there are', () => {
  const shuffled = (headings: string[]) => names(headings).filter((name) => name.startsWith('sections'))
  expect(shuffled(['A'])).toHaveLength(0)
  expect(shuffled(['A', 'B'])).toHaveLength(1)
  expect(shuffled(['A', 'B', 'C'])).toHaveLength(5)
  expect(shuffled(['A', 'B', 'C', 'D', 'E'])).toHaveLength(5)
})

test('a section of words alone is not run', () => {
  const cells = ['# Title', '## A', '1', '## Words']
  const plans = inOrders(parseNotebook(notebookText(cells), 'x')).map(({ name }) => name)
  expect(plans).toContain('section alone: A')
  expect(plans).not.toContain('section alone: Words')
})
