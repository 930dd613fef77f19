import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mime } from '../../src/display/index.js'
import { lessonPage, printPdf } from '../../src/export/index.js'
import { readNotebook } from '../../src/lesson/index.js'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const folder = mkdtempSync(join(tmpdir(), 'vethbook-page-'))
const file = join(folder, 'lesson.html')
/** Of the pictures that the lesson's cells show: diagrams, a chart, a timeline. */
const pictures = 5
let browser: Browser

beforeAll(async () => {
  const notebook = await readNotebook('test/fixtures/export/lesson.ipynb')
  writeFileSync(file, (await lessonPage(notebook, { name: 'lesson.ipynb' })).html)
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Opened {
  page: Page
  /** Everything the page asked for, itself included, and everything it complained about. */
  requests: string[]
  troubles: string[]
}

async function open(options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const opened: Opened = { page, requests: [], troubles: [] }
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) opened.requests.push(request.url())
  })
  page.on('pageerror', (error) => opened.troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') opened.troubles.push(message.text())
  })
  await page.goto(pathToFileURL(file).href)
  if (options.javaScriptEnabled !== false) await whole(page)
  return opened
}

/** What is far from sight is laid out last. */
const whole = (page: Page): Promise<void> => page.locator('.whole').waitFor({ state: 'attached' })

/** Run in the page: a string, since the types of a browser are not those of this project. */
const seen = (page: Page, expression: string): Promise<unknown> => page.evaluate(expression)

/**
 * What is there once the page was loaded anew. A browser writes down in its own time what a page asks it to keep, and a page
 * that leaves before may take it along: so another one looks first.
 */
async function again<Value>(page: Page, look: () => Promise<Value>): Promise<Value> {
  const kept = 'Object.entries(localStorage).sort()'
  const before = await seen(page, kept)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect
    .poll(async () => {
      await other.reload()
      return seen(other, kept)
    })
    .toEqual(before)
  await other.close()
  await page.reload()
  return look()
}

const visiblePictures = `[...document.querySelectorAll('.o-picture svg')].filter((svg) => {
  const { width, height } = svg.getBoundingClientRect()
  return width >= 120 && height >= 60
}).length`

const findings = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`

describe.each(['light', 'dark'] as const)('on a %s screen', (colorScheme) => {
  test('the page asks for itself only, complains of nothing, and axe finds nothing', async () => {
    const { page, requests, troubles } = await open({ colorScheme })
    // What is folded is looked at, too.
    await seen(page, `document.querySelectorAll('details').forEach((each) => (each.open = true))`)
    await seen(page, readFileSync(axe, 'utf8'))
    expect(await seen(page, findings)).toEqual([])
    expect(requests).toEqual([pathToFileURL(file).href])
    expect(troubles).toEqual([])
    await page.context().close()
  })
})

test.each([320, 390, 768, 1920])('nothing leaves a screen %i pixels wide', async (width) => {
  const { page } = await open({ viewport: { width, height: 800 } })
  expect(await seen(page, 'document.documentElement.scrollWidth - innerWidth')).toBe(0)
  expect(await seen(page, visiblePictures)).toBe(pictures)
  await page.context().close()
})

test('on a phone the letters of a drawing can be read, and who has no finger scrolls it by keyboard', async () => {
  const { page } = await open({ viewport: { width: 320, height: 800 } })
  const sizes = (await seen(
    page,
    `[...document.querySelectorAll('.o-own svg')].map((svg) =>
      Math.min(...[...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a)))`,
  )) as number[]
  expect(sizes).toHaveLength(pictures)
  for (const size of sizes) expect(size).toBeGreaterThan(8)
  const first = page.locator('.o-own').first()
  await first.scrollIntoViewIfNeeded()
  await expect.poll(() => first.getAttribute('tabindex')).toBe('0')
  await page.context().close()
})

test.each([
  [320, 700],
  [1280, 800],
  [1920, 1000],
])('of a screen of %i by %i pixels nothing waits for a second frame', async (width, height) => {
  const { page } = await open({ viewport: { width, height } })
  const waiting = (await seen(
    page,
    `(document.documentElement.className = 'js early',
    [...document.querySelectorAll('main > *')].filter((each) => getComputedStyle(each).contentVisibility === 'hidden')
      .map((each) => each.getBoundingClientRect().top))`,
  )) as number[]
  expect(waiting.length).toBeGreaterThan(5)
  expect(Math.min(...waiting)).toBeGreaterThan(height)
  await page.context().close()
})

test('nothing shifts once it is shown', async () => {
  const { page } = await open()
  const shifts = `new Promise((settle) => {
    let sum = 0
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => requestAnimationFrame(() => settle(sum)))
  })`
  expect(await seen(page, shifts)).toBe(0)
  await page.context().close()
})

test('without JavaScript every picture, every word and every answer is there, and no dead control', async () => {
  const { page } = await open({ javaScriptEnabled: false })
  expect(await page.locator('.o-picture svg').count()).toBe(pictures)
  for (const picture of await page.locator('.o-picture svg').all()) expect(await picture.isVisible()).toBe(true)
  expect(await page.locator('button:visible').count()).toBe(0)
  expect(await page.locator('.replay:visible').count()).toBe(0)
  await page.locator('.answer summary').click()
  await page.locator('.answer').getByText('A link is in one namespace at a time').waitFor()
  await page.context().close()
})

describe('a prediction', () => {
  test('is answered in the page, is told of where it came out, and is still there the next time', async () => {
    const { page } = await open()
    const quiz = page.locator('.quiz')
    await quiz.getByLabel('1', { exact: true }).check()
    expect(await quiz.getByRole('status').innerText()).toBe('✗ Something else happened.')
    expect(await quiz.locator('.observed').innerText()).toMatch(/^Observed: 0\. A link is in one namespace/)
    expect(await page.locator('.outcome .mine').innerText()).toBe('You predicted: 1.')
    expect(await again(page, () => quiz.getByLabel('1', { exact: true }).isChecked())).toBe(true)
    expect(await page.locator('.outcome .mine').innerText()).toBe('You predicted: 1.')
    await page.context().close()
  })

  test('works where nothing may be kept', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(error.message))
    await page.addInitScript(
      `Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })`,
    )
    await page.goto(pathToFileURL(file).href)
    await page.locator('.quiz').getByLabel('0', { exact: true }).check()
    expect(await page.locator('.quiz').getByRole('status').innerText()).toBe('✓ It came true.')
    await page.getByRole('button', { name: /^Theme/ }).click()
    expect(troubles).toEqual([])
    await context.close()
  })
})

test('lines are put in order in the page, and that is kept', async () => {
  const notebook = await readNotebook('test/fixtures/export/lesson.ipynb')
  const [first, second] = ['ip netns add ns1', 'ip -n ns1 link set lo up']
  const puzzle = { kind: 'order', goal: 'lo of ns1 is up', solution: `${first}\n${second}` }
  const cells = notebook.cells.map((cell) =>
    cell.cell_type !== 'code'
      ? cell
      : {
          ...cell,
          outputs: [
            {
              output_type: 'display_data',
              metadata: {},
              data: { [mime.puzzle]: puzzle, 'text/html': '<p>Reached</p>' },
            },
          ],
        },
  )
  const other = join(folder, 'puzzle.html')
  writeFileSync(other, (await lessonPage({ ...notebook, cells: cells.slice(0, 4) } as typeof notebook, {})).html)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(pathToFileURL(other).href)
  const form = page.locator('.puzzle').first()
  expect(await form.getByText('Reached').isVisible()).toBe(false)
  await form.getByLabel(first).selectOption('2')
  await form.getByLabel(second).selectOption('1')
  expect(await form.getByRole('status').innerText()).toMatch(/^✗/)
  await form.getByLabel(first).selectOption('1')
  await form.getByLabel(second).selectOption('2')
  expect(await form.getByRole('status').innerText()).toBe('✓ That works.')
  expect(await form.getByText('Reached').isVisible()).toBe(true)
  await seen(page, readFileSync(axe, 'utf8'))
  expect(await seen(page, findings)).toEqual([])
  expect(await again(page, () => form.getByLabel(second).inputValue())).toBe('2')
  await context.close()
})

test('the replay opens on the end, goes through time by keyboard, and all its parts change together', async () => {
  const { page } = await open()
  const replay = page.getByRole('group', { name: 'Replay' })
  const slider = replay.getByRole('slider', { name: 'Step' })
  const drawn = (): Promise<string> => replay.locator('.net').innerHTML()
  const last = await drawn()
  expect(last).toContain('br0')
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^35 of 35: Ping ns2/)
  await slider.focus()
  await page.keyboard.press('Home')
  expect(await drawn()).not.toContain('br0')
  expect(await replay.locator('.what').innerText()).toBe('sudo ip netns add ns1\nsudo ip netns add ns2')
  expect(await page.locator('.acting').getAttribute('id')).toBe('step-1-1')
  expect(await replay.getByRole('link').innerText()).toBe('Step 1.1')
  const first = await replay.locator('.veil').getAttribute('x')
  await page.keyboard.press('ArrowRight')
  expect(Number(await replay.locator('.veil').getAttribute('x'))).toBeGreaterThan(Number(first))
  expect(await drawn()).toContain('ns1')
  await page.keyboard.press('End')
  expect(await drawn()).toBe(last)
  await replay.getByRole('button', { name: 'Play' }).click()
  await replay.getByRole('button', { name: 'Pause' }).click()
  await page.context().close()
})

test('a link to a place far down leads there, and stays there when what lies above it is laid out', async () => {
  const { page } = await open({ viewport: { width: 390, height: 500 } })
  const places = (await seen(page, `[...document.querySelectorAll('h2, .cell')].map(({ id }) => id)`)) as string[]
  expect(places.length).toBeGreaterThan(10)
  // How far below the top of the window the place stands; at the page's end it can be anywhere in it.
  const distance = (place: string): Promise<unknown> =>
    seen(
      page,
      `(() => {
        if (!document.documentElement.classList.contains('whole')) return 'not laid out yet'
        const isEnd = scrollY + innerHeight > document.documentElement.scrollHeight - 2
        const { top } = document.getElementById('${place}').getBoundingClientRect()
        return isEnd && top < innerHeight ? 0 : Math.round(Math.abs(top))
      })()`,
    )
  for (const place of [...places.slice(-4), ...places.slice(3, 6)]) {
    await page.goto('about:blank')
    await page.goto(`${pathToFileURL(file).href}#${place}`)
    await expect.poll(() => distance(place)).toBeLessThan(60)
  }
  await page.context().close()
})

test('a dot of a chart tells its row of the data, to the pointer and to the keyboard', async () => {
  const { page } = await open()
  const tip = page.locator('.tip')
  const chart = page.getByRole('group', { name: /^Chart/ })
  await chart.first().focus()
  await page.keyboard.press('End')
  const last = await tip.innerText()
  expect(last).toMatch(/^ping \d+, round trip \(ms\) [\d.]+$/)
  await page.keyboard.press('Home')
  expect(await tip.innerText()).toMatch(/^ping 1, /)
  await page.keyboard.press('ArrowRight')
  expect(await tip.innerText()).toMatch(/^ping 2, /)
  await page.keyboard.press('Escape')
  expect(await tip.isVisible()).toBe(false)
  const dot = (await seen(
    page,
    `(() => {
      const path = [...document.querySelectorAll('path[data-marks]')].find((each) => each.getAttribute('d').includes('h0'))
      const [, x, y] = /M([\\d.]+) ([\\d.]+)h0$|.*M([\\d.]+) ([\\d.]+)h0/.exec(path.getAttribute('d').split('h0').at(-2) + 'h0')
      const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM())
      return [at.x, at.y]
    })()`,
  )) as [number, number]
  await page.mouse.move(...dot)
  expect(await tip.innerText()).toBe(last)
  await page.context().close()
})

test('each control is reached by Tab, the way past the contents first, and shows that it is', async () => {
  const { page } = await open()
  const stops: string[] = []
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press('Tab')
    const at = await seen(
      page,
      `(() => {
        const { activeElement: at } = document
        if (at === document.body) return null
        const { outlineStyle, outlineWidth } = getComputedStyle(at)
        return [at.textContent || at.getAttribute('aria-label') || at.tagName, outlineStyle !== 'none' && parseFloat(outlineWidth) > 0]
      })()`,
    )
    if (at === null) break
    const [words, hasRing] = at as [string, boolean]
    expect({ words, hasRing }).toEqual({ words, hasRing: true })
    stops.push(words)
  }
  expect(stops[0]).toBe('Skip to the text')
  expect(stops).toEqual(expect.arrayContaining(['Theme: system', 'Copy commands of step 1.1']))
  await page.context().close()
})

test('light or dark is chosen by a button, and kept', async () => {
  const { page } = await open({ colorScheme: 'light' })
  const ground = `getComputedStyle(document.documentElement).backgroundColor`
  const button = page.getByRole('button', { name: /^Theme/ })
  await button.click()
  await button.click()
  expect(await button.innerText()).toBe('Theme: dark')
  expect(await seen(page, ground)).toBe('rgb(17, 17, 17)')
  expect(await again(page, () => seen(page, ground))).toBe('rgb(17, 17, 17)')
  await page.context().close()
})

test('on paper nothing is folded, and no control is left', async () => {
  const { page } = await open()
  await page.emulateMedia({ media: 'print' })
  await seen(page, `dispatchEvent(new Event('beforeprint'))`)
  expect(await page.locator('main details:not([open], .data)').count()).toBe(0)
  expect(await page.locator('.contents:visible, button:visible, .replay:visible').count()).toBe(0)
  await page.context().close()
})

test('as a PDF all its words are there, a cell and its picture on one page, the headings as bookmarks', async () => {
  const pdf = join(folder, 'lesson.pdf')
  await printPdf(file, pdf)
  const print = (program: string, ...parameters: string[]): string => execFileSync(program, parameters).toString()
  const pages = print('pdftotext', '-layout', pdf, '-').split('\f')
  for (const [step, words] of [
    ['Step 1.1', '192.168.1.101/24'],
    ['Step 2.1', 'none lost, median 0.035 ms'],
    ['Step 2.2', '4 changes of state'],
    ['Step 3.2', '4.24 s of the lab'],
  ] as const) {
    expect(pages.filter((text) => text.includes(words)).join()).toContain(step)
  }
  // What is folded on a screen: a hint, and what a prediction came to.
  for (const words of ['Each end has a name', 'Observed: 0.']) expect(pages.join()).toContain(words)
  const outline = /<outline>[^]*<\/outline>/.exec(print('pdftohtml', '-xml', '-i', '-stdout', pdf))?.[0] ?? ''
  const bookmarks = [...outline.matchAll(/<item[^>]*>([^<]*)</g)].map(([, words]) => words)
  expect(bookmarks).toEqual(['Two namespaces and a cable', '1 Built', '2 Measured', '3 What happened, and when'])
})
