import { currentSink, notebookSession, registerSink, stockTslabSink } from '../../display/index.js'
import { allLabs } from '../open-lab.js'
import { countCell } from './cell.js'
import { forgetStops, stopForeground } from './foreground.js'
import { runShCell } from './magic.js'

/** Takes part in a notebook's cells. The room's one side effect at import: see index.ts. */
export function joinNotebook(): void {
  notebookSession().hooks.push({
    cellMagic: (cell, context) => (cell.name === 'sh' ? runShCell(cell, context) : undefined),
    beforeCell: () => {
      countCell()
      forgetStops()
      for (const lab of allLabs()) lab.startCell()
    },
    afterCell: async () => {
      for (const lab of allLabs()) await lab.endCell()
    },
    interrupt: stopForeground,
  })
  if (currentSink().isLive) return
  const sink = stockTslabSink()
  if (sink) registerSink(sink)
}
