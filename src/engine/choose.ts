/** Which engine this machine gets: the first that works. */
import { type Engine, EngineError, type Probe } from './contract.js'
import { createNamespacesEngine } from './namespaces.js'

const createEngines = (): Engine[] => [createNamespacesEngine()]

export interface ProbedEngine {
  engine: Engine
  probe: Probe
}

/** Every engine with what it says of this machine, in order of preference. */
export async function probeEngines(engines: Engine[] = createEngines()): Promise<ProbedEngine[]> {
  return await Promise.all(engines.map(async (engine) => ({ engine, probe: await engine.probe() })))
}

/**
 * The first engine that works. Where there is only one nothing is probed: its start says what is wrong, and a start is
 * not to wait for a probe.
 *
 * @throws EngineError with every engine's reason and remedies, where none works.
 */
export async function chooseEngine(engines: Engine[] = createEngines()): Promise<Engine> {
  const [only, ...others] = engines
  if (only !== undefined && others.length === 0) return only
  const probed = await probeEngines(engines)
  for (const { engine, probe } of probed) if (probe.works) return engine
  const failing = probed.flatMap(({ engine, probe }) => (probe.works ? [] : [{ name: engine.name, ...probe }]))
  throw new EngineError(
    `No sandbox can be started on this machine: ${failing.map(({ name, reason }) => `${name}: ${reason}`).join('; ')}`,
    failing.flatMap(({ remedies }) => remedies),
  )
}
