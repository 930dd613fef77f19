import type { Lab } from '../../lab/index.js'
import { FIRST_NODE, type Remedy } from '../../network/index.js'
import { bases, nodesBases } from './bases.js'
import type { FaultCase } from './fault-case.js'

/** Builds a base network in a lab that is as new. @throws RangeError where none has that name */
export async function setUp(lab: Lab, base: string): Promise<void> {
  const lines = bases[base]
  if (lines !== undefined) return runOn(lab, undefined, lines)
  const several = nodesBases[base]
  if (several === undefined) throw new RangeError(`no base network is named ${base}`)
  await lab.nodes(Object.keys(several.nodes))
  for (const [one, other] of several.cables) await lab.link(one, other)
  for (const [node, own] of Object.entries(several.nodes)) await runOn(lab, node, own)
}

/** Puts a fault in. */
export function inject(lab: Lab, { node, fault }: Pick<FaultCase, 'node' | 'fault'>): Promise<void> {
  return runOn(lab, node, fault)
}

/** Does what a remedy says, in the shell that it is for. */
export function apply(lab: Lab, { node, command }: Pick<Remedy, 'node' | 'command'>): Promise<void> {
  return runOn(lab, node, command)
}

/** In a shell of its own on a node, the lab's own machine by default; nothing is shown. @throws CommandError */
async function runOn(lab: Lab, name: string | undefined, text: string): Promise<void> {
  const { sh } = name === undefined || name === FIRST_NODE ? lab : (await lab.nodes([name]))[0]
  await sh({ quiet: true })`sh -c ${text}`
}
