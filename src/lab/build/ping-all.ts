import type { Displayable, MimeBundle } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import type { PingMatrix } from '../../network/index.js'
import { pingAll } from '../../tools/index.js'
import { heatMap } from '../../views/index.js'
import { showProgress } from '../progress.js'
import { showable } from '../shown.js'
import { stoppable } from './stoppable.js'

/** Who reaches whom. Shown as a heat map with its table in words. */
export interface PingMatrixReport extends PingMatrix, Displayable {}

export async function pingAllReport(node: Node): Promise<PingMatrixReport> {
  const progress = showProgress()
  const matrix = await stoppable((signal) =>
    pingAll(node, {
      signal,
      onProgress: (done, all) => progress.tell(`Pinging all: ${done} of ${all} namespaces have asked the others.`),
    }),
  ).catch((error: unknown) => {
    progress.end()
    throw error
  })
  const bundle = (): MimeBundle => heatMap(matrix)
  progress.end(bundle())
  return showable(matrix, { bundle, wasShown: true })
}
