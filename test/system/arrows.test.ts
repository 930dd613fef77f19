import ts from 'typescript'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** The arrows between the rooms of src/ (CONTRIBUTING.md, "Rooms and arrows"): what each room may import. */
const arrows: Record<string, readonly string[]> = {
  cli: ['engine', 'lab', 'lesson', 'kernel', 'export'],
  lesson: ['lab', 'views', 'network', 'kernel', 'display'],
  export: ['views', 'network', 'lesson', 'display'],
  lab: ['tools', 'views', 'engine', 'network', 'display'],
  tools: ['engine', 'network', 'display'],
  views: ['network', 'display'],
  engine: ['network'],
  kernel: ['display'],
  network: [],
  display: [],
}

/** Packages that only some rooms may know. Node's own modules are free to all. */
const packages: Record<string, readonly string[]> = {
  cli: ['commander'],
  engine: ['koffi'],
  export: [
    'd3-color',
    'esbuild',
    'hast',
    'hast-util-from-parse5',
    'hast-util-sanitize',
    'hast-util-to-html',
    'highlight.js',
    'markdown-it',
    'parse5',
    'svgo',
    'temml',
  ],
  kernel: ['esbuild', 'tslab', 'typescript', 'zeromq'],
  lab: ['yaml'],
  lesson: ['markdown-it'],
  views: ['vega', 'vega-interpreter', 'vega-lite', '@resvg/resvg-js'],
}

const src = fileURLToPath(new URL('../../src', import.meta.url))

interface Import {
  file: string
  room: string
  specifier: string
}

function imports(): Import[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  return files.flatMap((file) =>
    specifiers(readFileSync(join(src, file), 'utf8')).map((specifier) => ({ file, room: roomOf(file), specifier })),
  )
}

/** What a source imports: by `import`, `export … from`, `import()`, `import type` and types written `import('…')`. */
function specifiers(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** The room of a path below src/; the files directly in src/ are the public face. */
function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : 'index'
}

function target({ file, specifier }: Import): string {
  return posix.normalize(posix.join(dirname(file), specifier))
}

const all = imports()
const relatives = all.filter(({ specifier }) => specifier.startsWith('.'))
const between = relatives.filter((each) => roomOf(target(each)) !== each.room && each.room !== 'index')

describe('the rooms of src/', () => {
  test('there is something to look at, and every folder is a room that has arrows', () => {
    const rooms = readdirSync(src, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
    expect(Object.keys(arrows)).toEqual(expect.arrayContaining(rooms))
    expect(between.length).toBeGreaterThan(10)
  })

  test('import each other only along the arrows', () => {
    const against = between.filter((each) => !arrows[each.room]?.includes(roomOf(target(each))))
    expect(against.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  test('are entered by their one door, index.ts', () => {
    const elsewhere = between.filter((each) => target(each) !== `${roomOf(target(each))}/index.js`)
    expect(elsewhere.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  test('lead a cell to no part of the kernel, not even later: lessons are its client only where they run notebooks', () => {
    const reached = new Set(['index.ts'])
    for (const file of reached) {
      const next = relatives.filter((each) => each.file === file).map((each) => target(each).replace(/\.js$/, '.ts'))
      for (const each of next) reached.add(each)
    }
    expect(reached).toContain('lesson/toolkit/lesson.ts')
    expect([...reached].filter((file) => roomOf(file) === 'kernel')).toEqual([])
  })

  test('import no package but those they may know', () => {
    const foreign = all.filter(
      ({ room, specifier }) =>
        !/^(\.|node:)/.test(specifier) && !(packages[room] ?? []).includes(packageName(specifier)),
    )
    expect(foreign.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  test('load vega and TypeScript only when they are first needed', () => {
    const eager = all.filter(({ file, specifier }) => {
      const text = readFileSync(join(src, file), 'utf8')
      return ['vega', 'vega-lite'].includes(packageName(specifier)) && isEager(text, specifier)
    })
    expect(eager.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })
})

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Whether a module is loaded together with this one: a static import of more than types. */
function isEager(text: string, specifier: string): boolean {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022)
  return source.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      (statement.moduleSpecifier as ts.StringLiteral).text === specifier &&
      statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword,
  )
}

describe('the reader of imports', () => {
  test('sees every way to import', () => {
    const text = `import a from './a.js'; import type { B } from './b.js'; export { c } from './c.js'
      export * from './d.js'; import './e.js'; const f = await import('./f.js'); type G = import('./g.js').G`
    expect(specifiers(text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `./${name}.js`))
  })

  test('tells an import of types from one that loads', () => {
    expect(isEager(`import { parse } from 'vega'`, 'vega')).toBe(true)
    expect(isEager(`import type { Spec } from 'vega'`, 'vega')).toBe(false)
    expect(isEager(`const { parse } = await import('vega')`, 'vega')).toBe(false)
  })

  test('knows where a relative import leads', () => {
    const from = (file: string, specifier: string) => target({ file, specifier, room: roomOf(file) })
    expect(from('kernel/wire/socket.ts', '../../display/index.js')).toBe('display/index.js')
  })
})
