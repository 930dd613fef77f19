import type { NamespaceSnapshot } from '../snapshot.js'
import type { NetworkNamespace } from '../state.js'
import type { WantedSpace } from '../topology/wanted.js'

/** One namespace that is to be as a snapshot tells it. */
export interface SpacePlan {
  space: WantedSpace
  state: NetworkNamespace
  details: NamespaceSnapshot
  /** As it is now, or is born. */
  former: NamespaceSnapshot
  /** Whether a link of it comes into being by the plan. */
  isNew: (link: string) => boolean
}
