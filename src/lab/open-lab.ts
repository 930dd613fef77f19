import { chooseEngine, probeEngines, type Engine, type Feature } from '../engine/index.js'
import { facade, type Lab } from './lab.js'
import { Sandbox } from './sandbox.js'

export interface OpenLabOptions {
  /** A name is one lab in a notebook: opening it again starts over. Others stand beside it. `'lab'` by default. */
  name?: string
}

interface Opened {
  labs: Map<string, Sandbox>
  last: Sandbox | undefined
}

const key = Symbol.for('vethbook.labs')
const registry = globalThis as { [key]?: Opened }

/** The labs of this process; on globalThis, since the kernel and the notebook may load two copies of this package. */
function opened(): Opened {
  return (registry[key] ??= { labs: new Map(), last: undefined })
}

/**
 * A fresh machine with a real Linux network, which needs neither root nor Docker. Running the cell again starts over.
 * Its files: `/` is read-only, the notebook's folder is writable under its own path.
 *
 * @throws EngineError naming what on this machine forbids it, and what to do
 */
export async function openLab({ name = 'lab' }: OpenLabOptions = {}): Promise<Lab> {
  checkName(name)
  const { labs } = opened()
  const former = labs.get(name)
  const { engine, missing } = await pickEngine()
  const [sandbox] = await Promise.all([Sandbox.start(name, engine, missing, process.cwd()), former?.dispose()])
  labs.set(name, sandbox)
  opened().last = sandbox
  return facade(sandbox)
}

/** @throws EngineError where no engine works here */
async function pickEngine(): Promise<{ engine: Engine; missing: readonly Feature[] }> {
  for (const { engine, probe } of await probeEngines()) if (probe.works) return { engine, missing: probe.missing }
  return { engine: await chooseEngine(), missing: [] }
}

/** The lab opened last, if it is still there: the one that `%%sh` means. */
export function lastLab(): Sandbox | undefined {
  const { last } = opened()
  return last?.isGone === true ? undefined : last
}

export function allLabs(): Sandbox[] {
  return [...opened().labs.values()]
}

function checkName(name: unknown): asserts name is string {
  if (typeof name === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(name)) return
  throw new TypeError(
    `A lab's name is its machine's host name: letters, digits and hyphens, 63 at most. ${JSON.stringify(name)} is not one.`,
  )
}
