import { randomUUID } from 'node:crypto'
import Module from 'node:module'
import { dirname, join } from 'node:path'
import { currentSink, displaySymbol, registerSink, type DisplaySink, type MimeBundle } from '../../display/index.js'
import { preludeDeclarations } from './prelude-declarations.js'
import { ask } from './prompt.js'
import type { Prelude } from './language.js'
import type { Outlet } from './outlet.js'
import { bundleOf, plainText } from './values.js'

/** Lets what runs in cells show things: the library's sink, and the names that notebooks have from the start. */
export function createPrelude(outlet: Outlet, mayAsk: () => boolean): Prelude {
  const sinkOf = (cell: () => number): DisplaySink => ({
    isLive: true,
    stream: (name, text) => outlet.text(name, text, cell()),
    display: (bundle, options) => outlet.output({ cell: cell(), kind: 'display', bundle, ...options }),
    // As part of the cell that runs: front ends find the display by its id, and nbclient listens to that cell only.
    update: (id, bundle) => outlet.output({ cell: outlet.runningCell, kind: 'update', id, bundle }),
  })
  const ofThisCell = (): DisplaySink => {
    const { cell } = outlet
    return sinkOf(() => cell)
  }
  registerSink({ ...sinkOf(() => outlet.cell), ofThisCell })
  // Also what shows nothing as a result: it was asked for.
  const show = async (value: unknown): Promise<MimeBundle> =>
    (await bundleOf(value)) ?? { 'text/plain': plainText(value) }
  const clear = (wait: boolean): void => outlet.output({ cell: outlet.cell, kind: 'clear', wait })
  console.clear = () => clear(false)
  const filename = join(process.cwd(), '__cell__.ts')
  const values = {
    __dirname: process.cwd(),
    __filename: filename,
    module: moduleOf(filename),
    async display(value: unknown, { id = randomUUID() }: { id?: string } = {}) {
      currentSink().display(await show(value), { id })
      const update = async (next: unknown): Promise<void> => currentSink().update(id, await show(next))
      // As a cell's last value the handle adds nothing to what it has shown.
      return { id, update, [displaySymbol]: () => ({}) }
    },
    clearOutput: ({ wait = false }: { wait?: boolean } = {}) => clear(wait),
    prompt(message = '') {
      if (!mayAsk()) throw new Error('prompt: this front end takes no input')
      return ask(outlet, message)
    },
  }
  return { values, declarations: preludeDeclarations }
}

/** Finds what it is asked to require from where the notebook is. */
function moduleOf(filename: string): NodeJS.Module {
  const folder = dirname(filename)
  const { _nodeModulePaths: pathsFor } = Module as unknown as { _nodeModulePaths(folder: string): string[] }
  return Object.assign(new Module(filename), { filename, path: folder, paths: pathsFor(folder) })
}
