import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser } from './chromium.js'
import { JupyterLab } from './jupyterlab.js'
import { NotebookPage } from './notebook-page.js'

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

it('a click on a choice is a prediction: it stands there at once, and beside what happened', async () => {
  await server.addNotebook('predict.ipynb', {
    ask: "import { lesson } from 'vethbook'\nconst guess = await lesson.predict('Which ends are gone?', ['this one', 'both', 'none'])",
    look: "await guess.observed('both', { because: 'a pair lives and dies as one' })",
    write: "const words = await lesson.predict('And what is left?')",
    compare: "await words.observed('nothing')",
  })
  const page = await browser.open(server.urlOf('predict.ipynb'))
  const notebook = await NotebookPage.in(page, await server.codeCells('predict.ipynb'))
  const ask = notebook.cell('ask')
  await ask.run()
  expect(await ask.text()).toContain('No prediction yet. You can go on without one.')

  await ask.locator.getByRole('button', { name: 'none' }).click()
  await ask.says('Your prediction: none')
  // By keyboard, too.
  await ask.locator.getByRole('button', { name: 'both' }).focus()
  await page.keyboard.press('Enter')
  await ask.says('Your prediction: both')

  // A page that is loaded anew has the buttons again, and they count.
  await page.keyboard.press('Control+s')
  await expect.poll(() => notebook.hasUnsavedChanges()).toBe(false)
  await page.reload()
  const reloaded = await NotebookPage.in(page, await server.codeCells('predict.ipynb'))
  await expect.poll(() => ask.locator.locator('.widget-toggle-button.mod-active').allInnerTexts()).toEqual(['both'])
  await ask.locator.getByRole('button', { name: 'this one' }).click()
  await ask.says('Your prediction: this one')

  await notebook.run('look')
  expect(await notebook.cell('look').text()).toMatch(
    /Which ends are gone\?Predicted: this oneObserved: bothNot as predicted\.Why: a pair lives and dies as one/,
  )
  await expect.poll(() => ask.locator.getByRole('button', { name: 'both' }).isDisabled()).toBe(true)

  await notebook.run('write')
  const line = notebook.cell('write').locator.getByRole('textbox').last()
  await line.fill('an empty socket')
  await line.press('Enter')
  await notebook.cell('write').says('Your prediction: an empty socket')
  await notebook.run('compare')
  expect(await notebook.cell('compare').text()).toContain('Compare the two.')

  // A kernel that was started anew finds it in the lesson's progress.
  await reloaded.restart()
  await ask.start()
  await ask.says('Your prediction, from before: this one')
  await expect.poll(() => ask.locator.locator('.widget-toggle-button.mod-active').allInnerTexts()).toEqual(['this one'])
  expect(browser.troubles).toEqual([])
})
