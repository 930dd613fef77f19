/** The engine `namespaces`: a sandbox of Linux namespaces, for root and for plain users alike. */
import { type Engine, EngineError, type Node, type NodeOptions } from './contract.js'
import { diagnose } from './diagnose.js'
import { type Facts, gatherFacts, type Trial } from './facts.js'
import { findIdSource, goWithoutIds, IdMapError } from './id-maps.js'
import { launch, PACKAGE, type Sandbox } from './launch.js'
import { createNode } from './node.js'

/** `gather` is for tests, which make up machines. */
export function createNamespacesEngine({ gather = gatherOnce }: { gather?: () => Promise<Facts> } = {}): Engine {
  return {
    name: 'namespaces',
    // Loading a program into the kernel takes a capability that no user namespace gives.
    lacks: ['ebpf'],
    probe: async () => diagnose(await gather()),
    start: async (options) => await start(options, gather),
  }
}

let gathered: Promise<Facts> | undefined

/** A machine that works keeps working: it is looked at once. One that does not may have been mended. */
async function gatherOnce(): Promise<Facts> {
  gathered ??= gatherFacts(trySandbox)
  const facts = await gathered
  if (facts.trial.exitCode !== 0) gathered = undefined
  return facts
}

async function start(options: NodeOptions, gather: () => Promise<Facts>): Promise<Node> {
  try {
    return await startNode(options)
  } catch (error) {
    // Why it failed is looked for only now: a machine that works does not wait for it.
    const probe = diagnose(await gather())
    if (probe.works) throw error
    throw new EngineError(`No sandbox can be started here: ${probe.reason}`, probe.remedies, { cause: error })
  }
}

/** More ids than one's own are a gift: where the kernel does not give them after all, it is done without. */
export async function launchHere(options: NodeOptions): Promise<Sandbox> {
  try {
    return await launch(options, await findIdSource())
  } catch (error) {
    if (!(error instanceof IdMapError)) throw error
    goWithoutIds()
    return await launch(options, await findIdSource())
  }
}

const startNode = async (options: NodeOptions): Promise<Node> =>
  await createNode(options.name, await launchHere(options))

/** As a lab is started: what works here works there. */
async function trySandbox(script: string): Promise<Trial> {
  try {
    const node = await startNode({ name: 'trial', directory: PACKAGE })
    const { exitCode, stdout, stderr } = await node.spawn(['sh', '-c', script], { timeoutMs: 30_000 })
    await node.dispose()
    return { exitCode: exitCode ?? 1, stdout, stderr }
  } catch (error) {
    return { exitCode: 1, stdout: '', stderr: error instanceof Error ? error.message : String(error) }
  }
}
