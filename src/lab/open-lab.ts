import { chooseEngine, probeEngines, type Engine, type Feature } from '../engine/index.js'
import { facade, type Lab } from './lab.js'
import { Sandbox } from './sandbox.js'

export interface OpenLabOptions {
  /** A name is one lab in a notebook: opening it again starts over. Others stand beside it. `'lab'` by default. */
  name?: string
}

const key = Symbol.for('vethbook.labs')
const registry = globalThis as { [key]?: Map<string, Sandbox> }

/**
 * The labs of this process by name, the one opened last at the end; on globalThis, since the kernel and the notebook may
 * load two copies of this package.
 */
function opened(): Map<string, Sandbox> {
  return (registry[key] ??= new Map<string, Sandbox>())
}

/**
 * A fresh machine with a real Linux network, which needs neither root nor Docker. Running the cell again starts over.
 * Its files: `/` is read-only, the notebook's folder is writable under its own path.
 *
 * @throws EngineError naming what on this machine forbids it, and what to do
 */
export async function openLab({ name = 'lab' }: OpenLabOptions = {}): Promise<Lab> {
  checkName(name)
  const labs = opened()
  const { engine, missing } = await pickEngine()
  const [sandbox] = await Promise.all([Sandbox.start(name, engine, missing, process.cwd()), labs.get(name)?.dispose()])
  // Another call may have opened one of this name meanwhile.
  const other = labs.get(name)
  labs.delete(name)
  labs.set(name, sandbox)
  await other?.dispose()
  return facade(sandbox)
}

interface Picked {
  engine: Engine
  missing: readonly Feature[]
}

let picked: Picked | undefined

/**
 * The engine for this machine; looked for until one is found, since a probe costs as much as a start.
 *
 * @throws EngineError where none works here
 */
async function pickEngine(): Promise<Picked> {
  if (picked) return picked
  for (const { engine, probe } of await probeEngines()) {
    if (probe.works) return (picked = { engine, missing: probe.missing })
  }
  return { engine: await chooseEngine(), missing: [] }
}

/** Of the labs that are still there the one opened last, which `%%sh` means. */
export function lastLab(): Sandbox | undefined {
  return allLabs().findLast((lab) => !lab.isGone)
}

export function allLabs(): Sandbox[] {
  return [...opened().values()]
}

function checkName(name: unknown): asserts name is string {
  if (typeof name === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(name)) return
  throw new TypeError(
    `A lab's name is its machine's host name: letters, digits and hyphens, 63 at most. ${JSON.stringify(name)} is not one.`,
  )
}
