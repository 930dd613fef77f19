import type { Node, ShellPlace } from '../../../engine/index.js'
import { FIRST_NODE, type NetworkState } from '../../../network/index.js'
import { lastLab } from '../../open-lab.js'
import type { Sandbox } from '../../sandbox.js'
import { lastPlace } from '../../shell/place.js'
import type { ShOwner } from '../../shell/sh.js'
import { within } from './within.js'

/** Where a command that is being typed will run. Without a lab only `node` is there, and static words are known. */
export interface Scene {
  sandbox?: Sandbox
  machine?: Node
  /** The machine's name in the lab's network. */
  node: string
  /** Where its shell stands. */
  place?: ShellPlace
  state?: NetworkState
}

/** Milliseconds for a reading of the network, which takes one or two: a sandbox that hangs stops no Tab. */
const patienceMs = 500

/** By default the lab that `%%sh` means: the one opened last. */
export async function sceneOf({ sandbox = lastLab(), node }: Partial<ShOwner>): Promise<Scene> {
  const nothing: Scene = { node: node ?? FIRST_NODE }
  if (!sandbox || sandbox.isGone) return nothing
  try {
    const machine = sandbox.machine(node)
    const place = lastPlace(machine)
    const state = await within(patienceMs, sandbox.state())
    return { ...nothing, sandbox, machine, ...(place && { place }), ...(state && { state }) }
  } catch {
    // Gone meanwhile, or without a node of that name: whoever runs the command is told.
    return nothing
  }
}
