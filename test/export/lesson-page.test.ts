import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { lessonPage, seriesPages } from '../../src/export/index.js'
import { parseNotebook, readNotebook, type Notebook } from '../../src/lesson/index.js'

const lesson = await readNotebook('test/fixtures/export/lesson.ipynb')
const page = await lessonPage(lesson, { name: 'lesson.ipynb' })

const notebook = (...cells: (string | { code: string })[]): Notebook =>
  parseNotebook(
    JSON.stringify({
      ...{ nbformat: 4, nbformat_minor: 5, metadata: { language_info: { name: 'typescript' } } },
      cells: cells.map((cell, index) =>
        typeof cell === 'string'
          ? { cell_type: 'markdown', id: `c${index}`, metadata: {}, source: cell }
          : {
              ...{ cell_type: 'code', id: `c${index}`, metadata: {}, source: cell.code },
              ...{ execution_count: 1, outputs: [] },
            },
      ),
    }),
    'a test',
  )
const htmlOf = async (...cells: (string | { code: string })[]): Promise<string> =>
  (await lessonPage(notebook(...cells), { name: 'a.ipynb' })).html
const mainOf = (html: string): string => html.slice(html.indexOf('<main'), html.indexOf('</main>'))

describe('the page of a lesson', () => {
  test('is the same to the letter each time', async () => {
    expect((await lessonPage(lesson, { name: 'lesson.ipynb' })).html).toBe(page.html)
  })

  test('is small, its replay included', () => {
    const replay = /<div class="replay"[^]*?<\/script><\/div>/.exec(page.html)?.[0] ?? ''
    expect(Buffer.byteLength(page.html)).toBeLessThan(150 * 1024)
    expect(Buffer.byteLength(replay)).toBeGreaterThan(2000)
    expect(Buffer.byteLength(replay)).toBeLessThan(25 * 1024)
  })

  test('asks for nothing: what it shows it holds', () => {
    const sources = [...page.html.matchAll(/\s(?:src|srcset|poster|data)="([^"]*)"/g)].map(([, source]) => source)
    expect(sources.filter((source) => !source?.startsWith('data:'))).toEqual([])
    expect(page.html).not.toMatch(/<link(?![^>]*href="data:)|@import|url\((?!#)/)
  })

  test('may run its own scripts and no other, by their hashes', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page.html) ?? []
    const scripts = [...page.html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script = '']) => script)
    const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    expect(scripts).toHaveLength(2)
    expect(policy).toContain(`script-src ${hashes.join(' ')};`)
    expect(policy).toMatch(/^default-src 'none';/)
  })

  test('has each section in its contents, numbered', () => {
    const contents = /<nav class="contents"[^]*?<\/nav>/.exec(page.html)?.[0] ?? ''
    for (const [, id = ''] of page.html.matchAll(/<h2 id="([^"]*)"/g)) expect(contents).toContain(`href="#${id}"`)
    expect(contents).toMatch(/<span class="no">3<\/span> <span>What happened, and when<\/span>/)
  })

  test('has no id twice', () => {
    const ids = [...page.html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.length).toBeGreaterThan(20)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('names the steps that were never run', async () => {
    const { unrun, html } = await lessonPage(
      {
        ...lesson,
        cells: lesson.cells.map((cell) =>
          cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: [] } : cell,
        ),
      },
      { name: 'lesson.ipynb' },
    )
    expect(page.unrun).toEqual([])
    expect(unrun.slice(0, 3)).toEqual(['1', '1.1', '1.2'])
    expect(html).toContain('Not run: there is no stored output.')
  })
})

describe('headings', () => {
  const levels = (html: string): string[] => [...mainOf(html).matchAll(/<h(\d)/g)].map(([, level = '']) => level)

  test('one of level 1, and none that leaves a level out', async () => {
    expect(levels(await htmlOf('# One\n\n#### Four\n\n## Two\n\n### Three', '# Another'))).toEqual([
      '1',
      '2',
      '3',
      '4',
      '2',
    ])
  })

  test('a notebook that begins without one is named by its file', async () => {
    const html = await htmlOf('Words.\n\n## A section')
    expect(levels(html)).toEqual(['1', '2'])
    expect(html).toContain('<title>a</title>')
  })

  test('that are pictures are their words in the contents, and those without words head nothing', async () => {
    const html = await htmlOf('# T\n\n## ![A plan](x.png) of [it](#a)\n\n## <a id="b"></a>')
    expect(html).toContain('<span class="no">1</span> <span>[picture not in this file: A plan] of it</span>')
    expect(levels(html)).toEqual(['1', '2'])
  })

  test('raw HTML and equal words, too', async () => {
    const html = await htmlOf('<h2>Same</h2>\n\n## Same')
    expect(html).toContain('id="s-same"')
    expect(html).toContain('id="s-same-2"')
  })
})

test.each([
  ['en', {}, 'A notebook.'],
  ['zh', {}, '# 01 · veth 对\n\n两个命名空间，中间一根线，再从两边互相 ping。'],
  ['ja', {}, 'これはノートブックです。'],
  ['he', {}, 'זה מחברת בעברית עם `code`'],
  ['pt-BR', { lang: 'pt-br' }, 'Um caderno'],
  ['en', { language: 'English', lang: '"><script>' }, 'A notebook'],
])('its language is %s', async (language, metadata, text) => {
  const { html } = await lessonPage({ ...notebook(text), metadata }, {})
  expect(html).toContain(`<html lang="${language}">`)
  expect(html.includes('<div class="text" dir="auto">')).toBe(language === 'he')
})

test('the page brings rules for what it holds, and for nothing else', async () => {
  const styles = async (text: string): Promise<string> => /<style>([^]*)<\/style>/.exec(await htmlOf(text))?.[1] ?? ''
  expect(await styles('**Look.** There.')).toContain('.callout{')
  const plain = await styles('There.')
  expect(plain).not.toMatch(/\.callout\{|\.steps\{|\.a-1\{/)
  for (const name of ['.skip', '.foot', '.theme', '.copies', ':focus-visible']) expect(plain).toContain(name)
})

test('the page speaks the language of its notebook', async () => {
  const { html } = await lessonPage(
    notebook('# 两个命名空间\n\n**看一看。** 有几个接口？\n\n## 第一节', { code: 'await lab.sh`ip link`' }),
    { name: '01.ipynb' },
  )
  expect(html).toContain('<nav class="contents" aria-label="目录">')
  expect(html).toContain('<div class="callout look" role="note"><p class="kind">观察</p>')
  expect(html).toContain('>第 1.1 步</a>')
  expect(html).toContain('"复制命令"')
  expect(html).toContain('由 vethbook 从 <code>01.ipynb</code> 制作。')
  expect(html).not.toMatch(/Contents|Copy|Theme|Skip/)
})

test('a table scrolls in its box, written in HTML, too; a formula has no place in a drawing', async () => {
  const html = mainOf(
    await htmlOf('<table><tr><td><table><tr><td>x</table></table>\n\n| a |\n|---|\n\na <svg><text>$x$</text></svg>'),
  )
  expect(html.match(/<div class="scroll"><table>/g)).toHaveLength(2)
  expect(html).not.toContain('<math')
})

test('a link to a section by its words leads there', async () => {
  const html = mainOf(await htmlOf('# T\n\n[there](#Part-two%3F), [nowhere](#else)\n\n## Part two?'))
  expect(html).toContain('<a href="#s-part-two">there</a>')
  expect(html).toContain('<h2 id="s-part-two">')
})

describe('code', () => {
  test('the commands in a cell are told from the TypeScript around them', async () => {
    const html = mainOf(await htmlOf({ code: 'await lab.sh`ip link show # all`\nconst a = 1' }))
    expect(html).toContain('<span class="sh">ip link show <span class="c"># all</span></span>')
    expect(html).toContain('<span class="k">const</span>')
    expect(html).toContain('<div class="in" data-sh>')
  })

  test('is text, whatever stands in it', async () => {
    const html = mainOf(
      await htmlOf({ code: "lab.sh`echo '<img src=x onerror=alert(1)>'`\n'</pre><script>alert(1)</script>'" }),
    )
    expect(html).not.toMatch(/<img|<script/)
  })
})

describe('a series', () => {
  test('links its pages with each other, and from its index', async () => {
    const pages = await seriesPages([
      {
        name: '00-a.ipynb',
        notebook: notebook('# First\n\nAbout a. [next](01-b.ipynb#Part-two), [else](other.ipynb)'),
      },
      { name: '01-b.ipynb', notebook: notebook('# Second\n\n## Part two') },
    ])
    const [index = '', first = '', second = ''] = pages.map(({ html }) => html)
    expect(pages.map(({ file }) => file)).toEqual(['index.html', '00-a.html', '01-b.html'])
    expect(index).toContain('<a href="00-a.html">First</a><p>About a. next, else</p>')
    expect(first).toContain('<a rel="next" href="01-b.html"><small>Next</small>Second</a>')
    expect(mainOf(first)).toMatch(/<a href="01-b.html#s-part-two"[^>]*>next<\/a>/)
    expect(mainOf(first)).toMatch(/<a href="other.ipynb"[^>]*>else<\/a>/)
    expect(second).toContain('rel="prev" href="00-a.html"')
  })
})
