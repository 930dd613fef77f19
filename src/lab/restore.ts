import { mime, type Displayable, type MimeBundle } from '../display/index.js'
import type { Node } from '../engine/index.js'
import type { NetworkSnapshot } from '../network/index.js'
import { freshNamespace, rebuild } from '../tools/index.js'
import { inForeground } from './notebook/foreground.js'
import { showProgress } from './progress.js'
import { showable } from './shown.js'
import { extent } from './snapshot.js'

/** What became of a restore. Shown as sentences. */
export interface RestoreReport extends Displayable {
  /** What of the snapshot is not there, each in words: programs that were running, what this kernel has not. */
  missing: string[]
  durationMs: number
}

/** The network could not be rebuilt; the lab is as it was. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError'
}

/** What is missing of a network that was rebuilt, and the way to show what came of it, where its progress stands. */
export interface Rebuilt {
  missing: string[]
  show: (bundle: MimeBundle) => void
}

/** Rebuilds a network on a machine as new, or ends that machine again. @throws RestoreError */
export async function rebuildOn(node: Node, snapshot: NetworkSnapshot): Promise<Rebuilt> {
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  const progress = showProgress()
  try {
    return await inForeground({ interrupt: stop, stop }, async () => {
      const fresh = await freshNamespace(() => Promise.resolve(node))
      const { missing } = await rebuild(node, snapshot, {
        ...{ fresh, settings: [fresh], signal: stopping.signal },
        onProgress: (done, all) => progress.tell(`Restoring: ${done} of ${all} requests.`),
      })
      return { missing, show: progress.end }
    })
  } catch (error) {
    progress.end()
    await node.dispose()
    const { message } = error as Error
    // What was read of it is not what is written by lab.snapshot().
    const isDamaged = error instanceof TypeError
    const reason = stopping.signal.aborted
      ? 'it was stopped'
      : isDamaged
        ? `the snapshot is damaged (${message})`
        : message
    throw new RestoreError(`The network was not restored, and the lab is as it was: ${reason}`, { cause: error })
  }
}

export function restoreReport(
  snapshot: NetworkSnapshot,
  { missing, show }: Rebuilt,
  durationMs: number,
): RestoreReport {
  const lines = [
    `Restored ${extent(snapshot)} on a fresh machine in ${Math.round(durationMs)} ms.`,
    ...(missing.length === 0 ? [] : ['Not restored:', ...missing.map((each) => `  ${each}`)]),
  ]
  const bundle = (): MimeBundle => ({ [mime.text]: lines.join('\n') })
  show(bundle())
  return showable({ missing, durationMs }, { bundle, wasShown: true })
}
