/** Which engine this machine gets: the first that works. */
import { type Engine, EngineError, type Probe } from './contract.js'
import { createContainerEngine } from './container/index.js'
import { createNamespacesEngine } from './namespaces.js'
import { createQemuEngine } from './qemu/index.js'

const createEngines = (): Engine[] => [createNamespacesEngine(), createContainerEngine(), createQemuEngine()]

export interface ProbedEngine {
  engine: Engine
  probe: Probe
}

/** Every engine with what it says of this machine, in order of preference. */
export async function probeEngines(engines: Engine[] = createEngines()): Promise<ProbedEngine[]> {
  return await Promise.all(engines.map(async (engine) => ({ engine, probe: await engine.probe() })))
}

/** The engine that the environment asks for; null where it asks for none, and a lab gets the first that works. */
export const wantedEngine = (): string | null => process.env['VETHBOOK_ENGINE'] || null

/** Those of these engines that decide what a lab gets: the one that is asked for, or all up to the first that works. */
export function decisive<E extends { name: string; works: boolean }>(
  engines: readonly E[],
  wanted: string | null,
): E[] {
  if (wanted !== null) return engines.filter(({ name }) => name === wanted)
  const first = engines.findIndex(({ works }) => works)
  return engines.slice(0, first < 0 ? engines.length : first + 1)
}

/**
 * The one that somebody named.
 *
 * @throws EngineError where there is none of that name
 */
export function engineNamed(name: string, engines: Engine[] = createEngines()): Engine {
  const found = engines.find((engine) => engine.name === name)
  if (found !== undefined) return found
  throw new EngineError(`There is no engine "${name}"`, [`There are: ${engines.map((each) => each.name).join(', ')}`])
}

/**
 * The first engine that works; those after it are not looked at.
 *
 * @throws EngineError with every engine's reason and remedies, where none works.
 */
export async function chooseEngine(engines: Engine[] = createEngines()): Promise<Engine> {
  const failing: { name: string; reason: string; remedies: string[] }[] = []
  for (const engine of engines) {
    const probe = await engine.probe()
    if (probe.works) return engine
    failing.push({ name: engine.name, ...probe })
  }
  throw new EngineError(
    `No sandbox can be started on this machine: ${failing.map(({ name, reason }) => `${name}: ${reason}`).join('; ')}`,
    failing.flatMap(({ remedies }) => remedies),
  )
}
