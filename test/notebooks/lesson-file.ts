import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'
import { parseNotebook, type Cell, type CodeCell, type Notebook } from '../../src/lesson/nbformat.js'

export const lessons = [
  '00-start-here',
  '01-veth-pair',
  '02-bridge',
  '03-why-loopback',
  '04-network-model',
  '05-other-tools',
] as const
/** Of 01: the same cells in the same order, in another language. */
export const translation = 'zh/01-veth-pair'
export type Lesson = (typeof lessons)[number] | typeof translation

export function lessonPath(lesson: Lesson): string {
  return fileURLToPath(new URL(`../../notebooks/${lesson}.ipynb`, import.meta.url))
}

export function lessonText(lesson: Lesson): string {
  return readFileSync(lessonPath(lesson), 'utf8')
}

export function readLesson(lesson: Lesson): Notebook {
  return parseNotebook(lessonText(lesson), lesson)
}

/** From a `## ` heading to the next; what stands before the first is no section. */
export function sectionsOf(notebook: Notebook): Cell[][] {
  const sections: Cell[][] = []
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'markdown' && /^## /m.test(cell.source)) sections.push([])
    sections.at(-1)?.push(cell)
  }
  return sections
}

export const isCode = (cell: Cell): cell is CodeCell => cell.cell_type === 'code'

export function headingOf(section: readonly Cell[]): string {
  return /^## (.*)$/m.exec(section[0]?.source ?? '')?.[1] ?? ''
}

/** The shell lines of a cell: below `%%sh`, or between the backticks of `lab.sh`; comments and empty lines left out. */
export function shellLines(cell: Cell): string[] {
  if (!isCode(cell)) return []
  const scripts = cell.source.startsWith('%%sh')
    ? [cell.source.slice(cell.source.indexOf('\n') + 1)]
    : [...cell.source.matchAll(/lab\.sh(?:\([^)]*\))?`([^`]*)`/g)].map((match) => match[1] ?? '')
  return scripts
    .flatMap((script) => script.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** A section's first cell builds a known state in silence; the commands of the lesson itself are in the others. */
export function taughtLines(notebook: Notebook): string[] {
  return sectionsOf(notebook).flatMap((section) => section.filter(isCode).slice(1).flatMap(shellLines))
}

export function articleCommands(section: '1.1' | '1.2'): string[] {
  const text = readFileSync(new URL(`../fixtures/article/${section}.txt`, import.meta.url), 'utf8')
  return text.trim().split('\n')
}
