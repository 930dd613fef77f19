import type { Locator, Page } from 'playwright-core'
import { expect, vi } from 'vitest'

/** Bounds against hanging, in milliseconds: no claims about speed. */
const soon = { timeout: 30_000, interval: 100 }
const longRun = { timeout: 240_000, interval: 200 }

/** A notebook in JupyterLab, by what its reader sees and does. */
export class NotebookPage {
  readonly page: Page
  readonly #codeCells: readonly string[]
  readonly #panel: Locator

  private constructor(page: Page, codeCells: readonly string[]) {
    this.page = page
    this.#codeCells = codeCells
    this.#panel = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)')
  }

  /**
   * Waits until the notebook of the page stands there with its kernel ready and has the keyboard.
   * @param codeCells ids of its code cells, which the page does not tell.
   */
  static async in(page: Page, codeCells: readonly string[]): Promise<NotebookPage> {
    const notebook = new NotebookPage(page, codeCells)
    await notebook.#panel.locator('.jp-Notebook-cell:focus').waitFor()
    await notebook.waitUntilIdle()
    return notebook
  }

  /** The name on the notebook's tab, and the bar below the page: kernel and its state. */
  tab(): Promise<string> {
    return this.page.locator('.jp-mod-current.lm-TabBar-tab .lm-TabBar-tabLabel').innerText()
  }

  statusBar(): Promise<string> {
    return this.page.locator('#jp-main-statusbar').innerText()
  }

  hasUnsavedChanges(): Promise<boolean> {
    return this.page.locator('.jp-mod-current.lm-TabBar-tab.jp-mod-dirty').isVisible()
  }

  async waitUntilIdle(): Promise<void> {
    await vi.waitFor(async () => expect(await this.statusBar()).toContain('TypeScript (vethbook) | Idle'), soon)
  }

  /** Dialogs, and notices that cover a corner of the page. */
  interruptions(): Promise<string[]> {
    return this.page.locator('.jp-Dialog, .Toastify__toast').allInnerTexts()
  }

  cell(id: string): CellView {
    const number = this.#codeCells.indexOf(id)
    if (number < 0) throw new Error(`no code cell ${id}`)
    return new CellView(this, this.#panel.locator('.jp-CodeCell').nth(number))
  }

  /** Runs cells one after the other, each to its end. */
  async run(...ids: string[]): Promise<void> {
    for (const id of ids) await this.cell(id).run()
  }

  /** The prompts of all code cells: `[ ]:`, `[*]:` or `[3]:`; empty where the cell's input is folded away. */
  prompts(): Promise<string[]> {
    return this.#panel.locator('.jp-CodeCell .jp-InputPrompt').allTextContents()
  }

  /** The errors below all cells, by the cells' ids. */
  async errors(): Promise<Record<string, string[]>> {
    const found = await Promise.all(this.#codeCells.map(async (id) => [id, await this.cell(id).errors()] as const))
    return Object.fromEntries(found.filter(([, errors]) => errors.length > 0))
  }

  /** The prompts that all code cells have when each ran once, in their order; those of folded inputs follow from the others. */
  async promptsInOrder(): Promise<string[]> {
    const folded = await this.#panel
      .locator('.jp-CodeCell')
      .evaluateAll((cells) => cells.map((cell) => cell.querySelector('.jp-InputPlaceholder') !== null))
    return folded.map((isFolded, index) => (isFolded ? '' : `[${index + 1}]:`))
  }

  /** Runs all cells and waits until none is waiting any more: all have run, or one failed and the rest was left out. */
  async runAll(): Promise<void> {
    await this.#chooseFromMenu('Run', 'Run All Cells')
    await this.#waitUntilNoneIsWaiting()
  }

  async restart(): Promise<void> {
    await this.#restartBy('Restart the kernel')
    await this.waitUntilIdle()
  }

  async restartAndRunAll(): Promise<void> {
    await this.#restartBy('Restart the kernel and run all cells')
    // The former run's numbers go first.
    await vi.waitFor(async () => expect(await this.prompts()).toContain('[*]:'), soon)
    await this.#waitUntilNoneIsWaiting()
  }

  async #restartBy(button: string): Promise<void> {
    await this.press(button)
    await this.page.locator('.jp-Dialog').getByRole('button', { name: 'Confirm Kernel Restart' }).click()
  }

  /** The colour behind the cells. */
  ground(): Promise<string> {
    return styleOf(this.#panel.locator('.jp-Notebook'), 'background-color').then(([colour = '']) => colour)
  }

  /** A button of the bar above the notebook, by its name. */
  async press(name: string): Promise<void> {
    await this.#panel.locator('.jp-NotebookPanel-toolbar').getByRole('button', { name, exact: true }).click()
  }

  async chooseTheme(theme: 'Light' | 'Dark'): Promise<void> {
    await this.#chooseFromMenu('Settings', 'Theme', `JupyterLab ${theme}`)
    await this.page.locator(`body[data-jp-theme-light="${theme === 'Light'}"]`).waitFor({ state: 'attached' })
  }

  async #waitUntilNoneIsWaiting(): Promise<void> {
    await vi.waitFor(async () => {
      const prompts = await this.prompts()
      expect(prompts).toHaveLength(this.#codeCells.length)
      expect(prompts[0]).toBe('[1]:')
      expect(prompts).not.toContain('[*]:')
      expect(await this.statusBar()).toContain('| Idle')
    }, longRun)
  }

  async #chooseFromMenu(menu: string, ...items: string[]): Promise<void> {
    await this.page.locator('.lm-MenuBar-item').getByText(menu, { exact: true }).click()
    for (const item of items) {
      await this.page.locator('.lm-Menu-itemLabel').getByText(item, { exact: true }).last().click()
    }
  }
}

/** A code cell and what stands below it. */
export class CellView {
  readonly #notebook: NotebookPage
  readonly locator: Locator

  constructor(notebook: NotebookPage, locator: Locator) {
    this.#notebook = notebook
    this.locator = locator
  }

  prompt(): Promise<string> {
    return this.locator.locator('.jp-InputPrompt').innerText()
  }

  /** Starts the cell and does not wait for it. */
  async start(): Promise<void> {
    await this.locator.locator('.cm-content').click()
    await this.#notebook.page.keyboard.press('Control+Enter')
  }

  /** Waits until the cell, once started, has ended. */
  async end(): Promise<void> {
    await vi.waitFor(async () => expect(await this.prompt()).toMatch(/^\[\d+\]:$/), soon)
  }

  async run(): Promise<void> {
    await this.start()
    await this.end()
  }

  /** Everything below the cell that is text: streams, results, errors. */
  text(): Promise<string> {
    return this.locator.locator('.jp-OutputArea').evaluate((area) => area.textContent)
  }

  /** The errors below the cell. (JupyterLab marks them as it marks stderr; the name of an error is bold and red.) */
  errors(): Promise<string[]> {
    const stderr = this.locator.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
    return stderr.filter({ has: this.#notebook.page.locator('.ansi-red-intense-fg.ansi-bold') }).allTextContents()
  }

  /** All words in each chart, a line each. */
  async charts(): Promise<string[]> {
    const charts = await this.locator.locator('.vega-embed svg.marks').all()
    return Promise.all(charts.map(async (chart) => (await chart.locator('text').allTextContents()).join('\n')))
  }

  /** The colour of each word in charts, as the browser computes it. */
  chartInks(): Promise<string[]> {
    return styleOf(this.locator.locator('.vega-embed svg.marks text'), 'fill')
  }

  /** The pictures, as SVG. One that the browser cannot draw is an error. */
  pictures(): Promise<string[]> {
    return this.locator.locator('.jp-RenderedSVG img').evaluateAll((images) =>
      Promise.all(
        images.map(async (element) => {
          const image = element as unknown as { src: string; decode(): Promise<void> }
          await image.decode()
          return decodeURIComponent(image.src.slice(image.src.indexOf(',') + 1))
        }),
      ),
    )
  }

  /** Waits for text below the cell. */
  async says(text: string | RegExp): Promise<void> {
    await vi.waitFor(async () => expect(await this.text()).toMatch(text), soon)
  }
}

/** A property of each element's style, as the browser computes it. */
function styleOf(elements: Locator, property: string): Promise<string[]> {
  return elements.evaluateAll((all, name) => {
    const page = globalThis as unknown as {
      getComputedStyle(element: unknown): { getPropertyValue(name: string): string }
    }
    return all.map((element) => page.getComputedStyle(element).getPropertyValue(name))
  }, property)
}
