/** The kernel's process: `node main.js CONNECTION_FILE [--no-history]`. It owns the sockets and never runs a cell. */
import { guessBlob } from './evaluator/snapshot/blob.js'
import { spawnEvaluator, type Spawned } from './evaluator/spawn.js'

const log = (line: string): void => console.error(`vethbook kernel: ${line}`)

/** The evaluator is the slow part of a start: it wakes while all the rest is loaded, so that is loaded later. */
function wakeEvaluator(): Spawned | undefined {
  try {
    const blob = guessBlob()
    return blob === undefined ? undefined : spawnEvaluator(blob)
  } catch {
    // Who looks for the snapshot in earnest meets the same and says so.
    return undefined
  }
}

async function main([connectionFile, ...options]: string[]): Promise<void> {
  if (connectionFile === undefined) {
    log('usage: main.js CONNECTION_FILE [--no-history]')
    process.exit(2)
  }
  const evaluator = wakeEvaluator()
  const { serve } = await import('./serve.js')
  // `jupyter run` adds its own arguments, which mean nothing here.
  await serve({ connectionFile, keepsHistory: !options.includes('--no-history'), evaluator, log })
}

main(process.argv.slice(2)).catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})
