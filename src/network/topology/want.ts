import { checkNetwork } from './check.js'
import { completeTopology } from './complete.js'
import { TopologyError } from './topology-error.js'
import type { Topology } from './topology.js'
import type { WantedNetwork } from './wanted.js'

/** A topology written out in full, and found to be one that can be built. @throws TopologyError naming all of its problems */
export function wantedNetwork(topology: Topology): WantedNetwork {
  const { network, problems } = completeTopology(topology)
  const all = [...problems, ...checkNetwork(network)]
  if (all.length > 0) throw new TopologyError(all)
  return network
}
