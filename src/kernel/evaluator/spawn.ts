import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { guarded } from '../guard.js'
import { extraCertificates, markVariable, ownVariables } from './contract.js'
import { heapOptions } from './snapshot/heap.js'

/** An evaluator's process that has just been started; what it says waits in its pipes until somebody reads them. */
export interface Spawned {
  child: ChildProcess
  /** By which its marks are recognised. */
  word: string
  /** The start-up snapshot that it comes from. */
  blob: string | undefined
  /** Why it could not be started. */
  failure?: Error
}

const program = fileURLToPath(new URL('../../../dist/kernel/evaluator/main.js', import.meta.url))

const nodeOptions = [
  // A stop may end JavaScript in the middle of Node's own bookkeeping of async hooks, which must not count as a crash.
  '--no-force-async-hooks-checks',
  // For packages that say only how they are imported: `import.meta.resolve` with the notebook as the place to look from.
  '--experimental-import-meta-resolve',
]

/**
 * The C library's allocator learns from the first large block that is freed to keep such blocks for later, and V8's
 * compilers free many: 30 MB that nothing uses. Fixed limits, in bytes, make it give them back (mallopt(3)).
 */
const allocatorVariables = { MALLOC_MMAP_THRESHOLD_: '1048576', MALLOC_TRIM_THRESHOLD_: '131072' }

/**
 * Starts an evaluator. This is the first thing that a kernel does, before it loads anything else: so little is imported
 * here.
 */
export function spawnEvaluator(blob: string | undefined): Spawned {
  const source = blob === undefined ? [program] : ['--snapshot-blob', blob]
  const word = randomBytes(12).toString('hex')
  const [file, ...argv] = guarded([process.execPath, ...heapOptions, ...nodeOptions, ...source])
  const own = Object.fromEntries(Object.entries(allocatorVariables).filter(([name]) => process.env[name] === undefined))
  const { [extraCertificates.kept]: certificates, ...inherited } = process.env
  const env = { ...inherited, ...own, [markVariable]: word, [ownVariables]: Object.keys(own).join(' ') }
  if (certificates !== undefined) Object.assign(env, { [extraCertificates.real]: certificates })
  const child = spawn(file, argv, { stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe', 'pipe', 'pipe'], env })
  const spawned: Spawned = { child, word, blob }
  child.on('error', (error) => (spawned.failure = error))
  return spawned
}
