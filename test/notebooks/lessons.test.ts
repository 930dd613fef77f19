import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../src/lesson/nbformat.js'
import {
  articleCommands,
  headingOf,
  isCode,
  lessons,
  lessonText,
  readLesson,
  sectionsOf,
  shellLines,
  taughtLines,
  translation,
} from './lesson-file.js'

describe.each(lessons)('%s as a file', (lesson) => {
  const notebook = readLesson(lesson)
  const sections = sectionsOf(notebook)

  const sourceOf = (heading: string): string =>
    (sections.find((section) => headingOf(section) === heading) ?? [])
      .filter(isCode)
      .map(({ source }) => source)
      .join('\n')

  it('is stored without outputs and counts', () => {
    const stored = JSON.parse(lessonText(lesson)) as { cells: Record<string, unknown>[] }
    const code = stored.cells.filter((cell) => cell['cell_type'] === 'code')
    expect(code.length).toBeGreaterThan(10)
    for (const cell of code) expect(cell).toMatchObject({ outputs: [], execution_count: null })
  })

  it('names our kernel and has a readable id for each cell', () => {
    const stored = JSON.parse(lessonText(lesson)) as Record<string, unknown>
    expect(stored).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'vethbook', display_name: 'TypeScript (vethbook)', language: 'typescript' } },
    })
    const ids = notebook.cells.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  })

  it('opens its lab in the open: import and openLab in the first code cell', () => {
    const first = notebook.cells.find(isCode)
    expect(first?.source).toContain("import { openLab } from 'vethbook'")
    expect(first?.source).toContain('const lab = await openLab()')
  })

  it('begins every section from a known state', () => {
    expect(sections.length).toBeGreaterThan(4)
    for (const section of sections) {
      const start = section.find(isCode)
      if (start === undefined) continue
      expect(start.source, headingOf(section)).toMatch(
        /^import \{[^}]*\blesson\b[^}]*\} from 'vethbook'\n(?:const .*\n)*const lab = await lesson\.section\(/,
      )
      expect(start.source).toContain(headingOf(section))
    }
  })

  it('uses nothing in a section that another section defines', () => {
    const scripts = sections.map((section) => section.filter(isCode).map(({ source }) => source))
    const everywhere = new Set(scripts.flat().flatMap(declared))
    for (const [index, cells] of scripts.entries()) {
      const here = new Set<string>()
      for (const cell of cells) {
        for (const name of declared(cell)) here.add(name)
        const missing = used(cell).filter((name) => everywhere.has(name) && !here.has(name))
        expect(missing, headingOf(sections[index] ?? [])).toEqual([])
      }
    }
  })

  it('fades: commands shown, then with gaps, then a goal alone; and then a fault to find', () => {
    const task = sourceOf('Your turn')
    expect(task.indexOf('lesson.gaps(')).toBeGreaterThan(0)
    expect(task.indexOf('lesson.task(')).toBeGreaterThan(task.indexOf('lesson.gaps('))
    expect(task).toContain('lesson.check(')
    // A fault of the lesson's own subject, or one that lesson.break chooses.
    const fault = sourceOf('Break it')
    if (fault.includes('lesson.task(')) expect(fault).toContain('lesson.check(')
    else
      expect(fault).toMatch(/lesson\.break\(lab, \{ level: \d, seed: \d+ \}\)[^]*lesson\.found\([^]*lesson\.repaired\(/)
  })

  it('asks three questions at its end, and runs the answers', () => {
    const recap = sourceOf('Do you remember?')
    expect(recap.match(/lesson\.predict\(/g)).toHaveLength(3)
    expect(recap.match(/\.observed\(/g)).toHaveLength(3)
    expect(recap.trim()).toMatch(/await lesson\.summary\(\)$/)
  })

  it('ends with a summary that links to manual pages', () => {
    const last = sections.at(-1) ?? []
    expect(headingOf(last)).toBe('Summary')
    expect(last.map(({ source }) => source).join('\n')).toMatch(/\[ip-link\(8\)\]\(https:\/\/man7\.org\//)
  })

  it('takes 15 to 25 minutes, and says so', () => {
    const minutes = minutesOf(notebook.cells)
    expect(minutes).toBeGreaterThanOrEqual(15)
    expect(minutes).toBeLessThanOrEqual(25)
    const said = Number(/About (\d+) minutes/.exec(notebook.cells[0]?.source ?? '')?.[1])
    expect(Math.abs(said - minutes)).toBeLessThan(2.6)
  })

  it('keeps its paragraphs short', () => {
    for (const cell of notebook.cells.filter((one) => !isCode(one))) {
      for (const paragraph of cell.source.split(/\n\n+/)) expect(paragraph.length, cell.id).toBeLessThan(1100)
    }
  })
})

describe('the Chinese 01', () => {
  const [original, translated] = [readLesson('01-veth-pair'), readLesson(translation)]

  it('has the cells of the English one, with the same commands', () => {
    const shapeOf = (cell: Cell): unknown => [cell.id, cell.cell_type, cell.metadata, shellLines(cell)]
    expect(translated.cells.map(shapeOf)).toEqual(original.cells.map(shapeOf))
  })

  it('speaks Chinese in every text, and in what the toolkit says wherever one begins', () => {
    for (const cell of translated.cells.filter((one) => !isCode(one)))
      expect(cell.source, cell.id).toMatch(/\p{Script=Han}/u)
    for (const section of sectionsOf(translated)) {
      const start = section.find(isCode)
      if (start === undefined) continue
      expect(start.source).toMatch(/^import .*\nawait lesson\.language\('zh'\)\nconst lab = await lesson\.section\('/)
      expect(start.source).toContain(`'${headingOf(section)}'`)
    }
  })
})

describe('the article', () => {
  it.each([
    ['1.1', '01-veth-pair'],
    ['1.2', '02-bridge'],
  ] as const)('finds each command of section %s in %s, as printed and in its order', (section, lesson) => {
    const taught = taughtLines(readLesson(lesson))
    let from = 0
    for (const command of articleCommands(section)) {
      const at = taught.indexOf(command, from)
      expect(at, `"${command}" after "${taught[from - 1] ?? 'the beginning'}"`).toBeGreaterThanOrEqual(from)
      from = at + 1
    }
  })
})

/** Read at 180 words a minute; each code cell is run and looked at in 14 seconds. */
function minutesOf(cells: readonly Cell[]): number {
  const text = cells.flatMap((cell) => (isCode(cell) ? [] : cell.source.replace(/\]\([^)]*\)/g, ']').split(/\s+/)))
  const words = text.filter((word) => /[\p{L}\p{N}]/u.test(word)).length
  return words / 180 + (cells.filter(isCode).length * 14) / 60
}

function parse(cell: string): ts.SourceFile {
  return ts.createSourceFile('cell.ts', cell.startsWith('%%') ? '' : cell, ts.ScriptTarget.ES2022, true)
}

/** Names that a cell gives to later cells. */
function declared(cell: string): string[] {
  return parse(cell).statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? statement.declarationList.declarations.map(({ name }) => name.getText()) : [],
  )
}

/** Names that a cell speaks of, but for those of properties. */
function used(cell: string): string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    const { parent } = node
    const isProperty =
      (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node
    if (ts.isIdentifier(node) && !isProperty) names.push(node.text)
    node.forEachChild(visit)
  }
  parse(cell).forEachChild(visit)
  return names
}
