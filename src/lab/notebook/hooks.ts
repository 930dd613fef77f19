import { currentSink, notebookSession, registerSink, stockTslabSink } from '../../display/index.js'
import { allLabs } from '../open-lab.js'
import { noteCell } from './cell.js'
import { forgetStops, stopForeground } from './foreground.js'
import { runShCell } from './magic.js'

/** Takes part in a notebook's cells. The room's one side effect at import: see index.ts. */
export function joinNotebook(): void {
  notebookSession().hooks.push({
    cellMagic: (cell, context) => (cell.name === 'sh' ? runShCell(cell, context) : undefined),
    beforeCell: (cell) => {
      noteCell(cell)
      forgetStops()
      for (const lab of allLabs()) lab.startCell(cell)
    },
    afterCell: async ({ ok }) => {
      for (const lab of allLabs()) await lab.endCell(ok)
    },
    interrupt: stopForeground,
    // Loaded at the first Tab, which is not a part of a lab's start.
    complete: async (place) => (await import('./completion/index.js')).complete(place),
    inspect: async (place, detail) => (await import('./inspection/index.js')).inspect(place, detail),
  })
  if (currentSink().isLive) return
  const sink = stockTslabSink()
  if (sink) registerSink(sink)
}
