import { setTimeout } from 'node:timers/promises'
import { notebookSession, type Completion, type MimeBundle } from '../../../display/index.js'
import type { FoundPlace } from './place.js'

/** Milliseconds that somebody with Tab pressed waits for hooks: JupyterLab itself gives up after a second. */
const patienceMs = { complete: 900, inspect: 3_000 }

/**
 * What a hook has to say at a place; undefined: none has. A hook that is late or fails has nothing to say: the rest of
 * completion goes on without it.
 *
 * @param report told what a hook has thrown
 */
export async function askComplete(
  { place, offset }: FoundPlace,
  report: (thrown: unknown) => void,
): Promise<Completion | undefined> {
  const found = await firstOf(patienceMs.complete, report, (hooks) => hooks.complete?.(place))
  return found && { ...found, start: found.start + offset, end: found.end + offset }
}

export function askInspect(
  { place }: FoundPlace,
  detail: 0 | 1,
  report: (thrown: unknown) => void,
): Promise<MimeBundle | undefined> {
  return firstOf(patienceMs.inspect, report, (hooks) => hooks.inspect?.(place, detail))
}

type Hooks = ReturnType<typeof notebookSession>['hooks'][number]

async function firstOf<T>(
  patience: number,
  report: (thrown: unknown) => void,
  ask: (hooks: Hooks) => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  const isAnswered = new AbortController()
  const late = setTimeout(patience, undefined, { signal: isAnswered.signal })
  const answers = async (): Promise<T | undefined> => {
    for (const hooks of notebookSession().hooks) {
      try {
        const answer = await ask(hooks)
        if (answer !== undefined) return answer
      } catch (thrown) {
        report(thrown)
      }
    }
    return undefined
  }
  try {
    return await Promise.race([answers(), late])
  } finally {
    isAnswered.abort()
    // Told of the abort, which is meant.
    late.catch(() => undefined)
  }
}
