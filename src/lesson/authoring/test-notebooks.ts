import { availableParallelism } from 'node:os'
import { compareHostNetworks, readHostNetwork } from './host.js'
import { testNotebook, type NotebookTest, type TestListeners } from './test-notebook.js'

export interface TestRun {
  /** In the order of the paths. */
  notebooks: NotebookTest[]
  /** What is different in this machine's own network afterwards, in words; empty: nothing, as it should be. */
  hostChanges: string[]
  isPassed: boolean
}

/**
 * Tests notebooks beside each other, as many at once as there are processors, and compares this machine's network before
 * and after: nothing that a cell does may change it.
 *
 * @param signal aborted: kernels and sandboxes are ended; the call then throws the signal's reason
 * @throws NotebookError where a file is no notebook; Error where a kernel does not start
 */
export async function testNotebooks(
  paths: readonly string[],
  signal: AbortSignal,
  listeners: TestListeners = {},
): Promise<TestRun> {
  const before = await readHostNetwork()
  // A file that cannot be tested ends the others, too.
  const fault = new AbortController()
  const either = AbortSignal.any([signal, fault.signal])
  const notebooks = new Array<NotebookTest>(paths.length)
  const waiting = [...paths.entries()]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, path] = next
      notebooks[index] = await testNotebook(path, either, listeners)
    }
  }
  const workers = Array.from({ length: Math.min(availableParallelism(), paths.length) }, () =>
    worker().catch((error: unknown) => {
      fault.abort(error)
      throw error
    }),
  )
  await Promise.allSettled(workers)
  either.throwIfAborted()
  const hostChanges = compareHostNetworks(before, await readHostNetwork())
  return { notebooks, hostChanges, isPassed: hostChanges.length === 0 && notebooks.every(({ isPassed }) => isPassed) }
}
