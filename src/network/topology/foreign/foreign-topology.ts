import type { Topology } from '../topology.js'

/** A file of another tool: what of it has a meaning here, and what has none. */
export interface ForeignTopology {
  topology: Topology
  /** What was left out, each a phrase. */
  ignored: string[]
}
