import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lessonPage } from '../../src/export/index.js'
import { parseNotebook } from '../../src/lesson/index.js'
import { huge, hugeMarkdown, markdown, markup } from './attacks/index.js'
import { provoke, strangers, twoFrames } from './attacks/in-page.js'
import { cellsOf, namesOf, notebookOf } from './attacks/notebook.js'

const attacks = [...Object.values(markup).flat(), ...markdown]
const folder = mkdtempSync(join(tmpdir(), 'vethbook-attacks-'))
let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What a page did that no page of ours does. */
interface Deeds {
  ran: string[]
  asked: string[]
  left: string[]
  said: string[]
}

async function open(html: string, name: string): Promise<{ page: Page; deeds: Deeds }> {
  const path = join(folder, `${name}.html`)
  writeFileSync(path, html)
  const url = pathToFileURL(path).href
  const context = await browser.newContext()
  const page = await context.newPage()
  const deeds: Deeds = { ran: [], asked: [], left: [], said: [] }
  await context.exposeFunction('pwned', () => void deeds.ran.push('pwned()'))
  context.on('page', (other) => deeds.left.push(`opened ${other.url()}`))
  page.on('dialog', (dialog) => {
    deeds.ran.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) deeds.asked.push(request.url())
  })
  page.on('framenavigated', (frame) => {
    if (frame.url().split('#')[0] !== url) deeds.left.push(frame.url())
  })
  page.on('pageerror', (error) => deeds.said.push(error.message))
  page.on('console', (message) => deeds.said.push(message.text()))
  await page.goto(url)
  await page.evaluate(provoke)
  // What was started by then has had its turn once the page has drawn twice.
  await page.evaluate(twoFrames)
  return { page, deeds }
}

const quiet: Deeds = { ran: [], asked: [], left: [], said: [] }
/** With the policy taken out: what keeps the page still is that there is nothing in it. */
const withoutPolicy = (html: string) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')

async function exported(cells: Record<string, unknown>[], title: string): Promise<string> {
  const notebook = parseNotebook(notebookOf(cells, title), 'attacks.ipynb')
  const { html } = await lessonPage(notebook, { name: `${title}.ipynb` })
  return html
}

test('no attack runs, asks, leaves or speaks, and none leaves anything in the page', async () => {
  expect(attacks.length).toBeGreaterThan(300)
  const html = await exported(
    attacks.flatMap((attack) => [...cellsOf(attack), ...namesOf(attack)]),
    attacks[0] ?? '',
  )
  const { page, deeds } = await open(withoutPolicy(html), 'attacks')
  expect(deeds).toEqual(quiet)
  expect(await page.evaluate(strangers)).toEqual([])
})

test('what is huge, or nested as deep as can be, makes a page that still opens, scrolls and answers', async () => {
  const text = (source: string) => ({ cell_type: 'markdown', metadata: {}, source })
  const code = (source: string) => {
    const data = { 'text/html': source, 'image/svg+xml': source, 'text/plain': source }
    const outputs = [
      { output_type: 'stream', name: 'stdout', text: source },
      { output_type: 'display_data', data: { 'text/html': source }, metadata: {} },
      { output_type: 'display_data', data, metadata: {} },
    ]
    return { cell_type: 'code', execution_count: 1, metadata: {}, source: source.slice(0, 2000), outputs }
  }
  const html = await exported([...huge.map(code), ...hugeMarkdown.map(text), text('## The end')], 'huge')
  const { page, deeds } = await open(withoutPolicy(html), 'huge')
  expect(deeds).toEqual(quiet)
  expect(await page.evaluate(strangers)).toEqual([])
  await page.getByRole('heading', { name: 'The end' }).scrollIntoViewIfNeeded()
  await page.getByRole('button', { name: /^Theme/ }).click()
  expect(await page.getByRole('button', { name: /^Theme/ }).innerText()).toBe('Theme: light')
})

test('a notebook that is an attack by its name, its title and its language is a page like any other', async () => {
  for (const attack of [
    '"><script>pwned()</script>',
    '</title><img src=x onerror=pwned()>',
    "' onload='pwned()",
    '../../x',
  ]) {
    const { page, deeds } = await open(await exported(cellsOf(attack), attack), 'names')
    expect(deeds).toEqual(quiet)
    expect(await page.evaluate(strangers)).toEqual([])
  }
})

test('what is looked at does tell of a page that is attacked', async () => {
  const attacked = '<main id="text"><img src="https://canary.invalid/x.png" onerror="pwned()"><iframe></iframe></main>'
  const { page, deeds } = await open(attacked, 'attacked')
  await expect.poll(() => deeds.ran).toContain('pwned()')
  expect(deeds.asked).toContain('https://canary.invalid/x.png')
  expect(await page.evaluate(strangers)).toEqual(expect.arrayContaining(['<iframe></iframe>']))
})
