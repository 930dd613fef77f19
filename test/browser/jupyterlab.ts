import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readNotebook, writeNotebook } from '../../src/lesson/index.js'
import { eventually } from '../support/processes.js'
import { descendants, isRunning, type Process } from './process-tree.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * JupyterLab as `npm start` serves it, on a copy of the lessons, since JupyterLab saves by itself, and with a memory of
 * its own, so that it meets its user for the first time.
 */
export class JupyterLab {
  readonly #child: ReturnType<typeof spawn>
  readonly #folder: string
  #output = ''
  #url = ''

  private constructor() {
    // Inside the checkout: that is where a notebook's `import 'vethbook'` finds the package.
    mkdirSync(join(root, '.cache/test'), { recursive: true })
    this.#folder = mkdtempSync(join(root, '.cache/test/browser-'))
    cpSync(join(root, 'notebooks'), this.#notebooks, {
      recursive: true,
      filter: (path) => !path.includes('.ipynb_checkpoints'),
    })
    const options = JSON.stringify({
      ip: '127.0.0.1',
      notebooks: this.#notebooks,
      settings: join(this.#folder, 'settings'),
    })
    const script = `import { serve } from './scripts/jupyterlab/serve.mjs'\nawait serve(${options})`
    // Without a display, so that it opens no browser of its own; in a process group, as a terminal gives it to npm start.
    const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined }
    this.#child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, detached: true, env })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream!.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    }
  }

  static async start(): Promise<JupyterLab> {
    const server = new JupyterLab()
    const url = await eventually(() => /http:\S+token=\w+/.exec(server.#output)?.[0], { withinMs: 60_000 })
    if (url === undefined) throw new Error(`JupyterLab did not start:\n${server.#output}`)
    server.#url = url
    return server
  }

  get #notebooks(): string {
    return join(this.#folder, 'notebooks')
  }

  /** The address that it prints. */
  get url(): string {
    return this.#url
  }

  /** The address of a notebook alone: `reset` closes what a former page had open. */
  urlOf(notebook: string): string {
    const url = new URL(this.#url)
    url.pathname = `/lab/tree/${notebook}`
    url.searchParams.set('reset', '')
    return url.href
  }

  get output(): string {
    return this.#output
  }

  /** Adds a notebook with these code cells, by their ids. */
  async addNotebook(name: string, sources: Readonly<Record<string, string>>): Promise<void> {
    const kernelspec = { display_name: 'TypeScript (vethbook)', language: 'typescript', name: 'vethbook' }
    const parts = { cell_type: 'code' as const, metadata: {}, execution_count: null, outputs: [] }
    const cells = Object.entries(sources).map(([id, source]) => ({ ...parts, id, source }))
    await writeNotebook(join(this.#notebooks, name), {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec },
      cells,
    })
  }

  /** Ids of a notebook's code cells. */
  async codeCells(name: string): Promise<string[]> {
    const { cells } = await readNotebook(join(this.#notebooks, name))
    return cells.flatMap(({ cell_type, id }) => (cell_type === 'code' ? [id] : []))
  }

  /** The server, its kernels, and everything in their sandboxes. */
  processes(): Process[] {
    return descendants(this.#child.pid!)
  }

  /** What a terminal does on Ctrl+C; resolves when the command has ended. */
  async pressCtrlC(): Promise<void> {
    if (!this.#isRunning) return
    const exit = once(this.#child, 'exit')
    process.kill(-this.#child.pid!, 'SIGINT')
    await exit
  }

  async dispose(): Promise<void> {
    const processes = this.processes()
    await this.pressCtrlC()
    await eventually(() => (processes.some(isRunning) ? undefined : true), { withinMs: 10_000 })
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }
}
