import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser } from './chromium.js'
import { JupyterLab } from './jupyterlab.js'

let server: JupyterLab
let browser: Browser

beforeAll(async () => {
  server = await JupyterLab.start()
  browser = await Browser.launch()
})

afterAll(async () => {
  await browser.close()
  await server.dispose()
})

test('Notebook 7, which the same server has, opens a notebook, runs it and shows what it shows', async () => {
  await server.addNotebook('seven.ipynb', {
    one: 'const n: number = 6',
    two: "console.log('printed')\nn * 7",
    three:
      "await display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>bold words</b>', 'text/plain': 'words' }) })",
    four: 'const wrong: string = n',
  })
  const url = new URL(server.url)
  url.pathname = '/notebooks/seven.ipynb'
  const page = await browser.open(url.href)
  await page.locator('.jp-NotebookPanel').getByText('TypeScript (vethbook)').waitFor()
  await page.locator('.jp-NotebookPanel .jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor()
  await page.getByRole('menuitem', { name: 'Run', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click()
  const cells = page.locator('.jp-CodeCell')
  await cells.nth(1).locator('.jp-OutputArea-executeResult').waitFor()
  expect(await cells.nth(1).locator('.jp-OutputArea-output').allInnerTexts()).toEqual(['printed\n', '42'])
  expect(await cells.nth(2).locator('.jp-OutputArea-output b').innerText()).toBe('bold words')
  await cells.nth(3).getByText("Type 'number' is not assignable to type 'string'").waitFor()
  expect(await cells.nth(1).locator('.jp-InputPrompt').innerText()).toBe('[2]:')
})
