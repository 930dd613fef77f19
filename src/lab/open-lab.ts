import { chooseEngine, createNamespacesEngine, type Engine, engineNamed, wantedEngine } from '../engine/index.js'
import { isHostName } from './host-name.js'
import { facade } from './facade.js'
import type { Lab } from './lab.js'
import { Sandbox } from './sandbox.js'

export interface OpenLabOptions {
  /** A name is one lab in a notebook: opening it again starts over. Others stand beside it. `'lab'` by default. */
  name?: string
  /**
   * The engine that runs it, by its name in `vethbook doctor`: `'qemu'`, say, whose Linux can do what this machine's kernel
   * may lack (netem, vlan_filtering, vrf, ipvs, wireguard). By default what the environment variable VETHBOOK_ENGINE says,
   * else the first that works here.
   */
  engine?: string
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
export async function openLab({ name = 'lab', engine }: OpenLabOptions = {}): Promise<Lab> {
  checkName(name)
  const labs = opened()
  const [sandbox] = await Promise.all([startSandbox(name, engine), labs.get(name)?.dispose()])
  // Another call may have opened one of this name meanwhile.
  const other = labs.get(name)
  labs.delete(name)
  labs.set(name, sandbox)
  await other?.dispose()
  return facade(sandbox)
}

/** What nearly every machine allows is tried without looking first, which would take as long as the start itself. */
let usual: Engine = createNamespacesEngine()

/** One that is in no list of labs. @throws EngineError with every engine's reason and remedies, where none works here */
export async function startSandbox(name: string, wanted: string | null = wantedEngine()): Promise<Sandbox> {
  const directory = process.cwd()
  if (wanted !== null && wanted !== '') return await Sandbox.start(name, engineNamed(wanted), directory)
  try {
    return await Sandbox.start(name, usual, directory)
  } catch (error) {
    const working = await chooseEngine()
    if (working.name === usual.name) throw error
    usual = working
    return Sandbox.start(name, usual, directory)
  }
}

/** Of the labs that are still there the one opened last, which `%%sh` means. */
export function lastLab(): Sandbox | undefined {
  return allLabs().findLast((lab) => !lab.isGone)
}

export function allLabs(): Sandbox[] {
  return [...opened().values()]
}

function checkName(name: unknown): asserts name is string {
  if (isHostName(name)) return
  throw new TypeError(
    `A lab's name is its machine's host name: letters, digits and hyphens, 63 at most. ${JSON.stringify(name)} is not one.`,
  )
}
