import { mime, type Displayable, type MimeBundle } from '../display/index.js'
import {
  flatten,
  hasSeveralNodes,
  networkOfState,
  planNetwork,
  refuseUntold,
  shellCommand,
  type NetworkState,
} from '../network/index.js'
import { showable } from './shown.js'

/** The commands that make a network anew, for sh on any Linux machine, as root. Shown as text. */
export interface ScriptReport extends Displayable {
  script: string
}

/** What a state does not tell, or what one does not type. */
const header = [
  '#!/bin/sh',
  '# Builds this network on a Linux machine that has none of it yet; run it as root.',
  '# Not in it: neighbours and FDB entries, nftables and iptables rules, sysctls, queues (tc), VLANs of bridge ports,',
  '# IPv6 link-local addresses, and programs that were running.',
]

const severalNodes = [
  '# The machines of the lab are namespaces here: node1 is the root namespace of node1, node1-ns1 its namespace ns1.',
]

/**
 * Of several machines, each is a namespace of its name.
 * @throws TopologyError naming links of kinds that a topology cannot say
 * @throws RangeError where a namespace has the name that one of a node would get
 */
export function scriptReport(state: NetworkState): ScriptReport {
  const network = networkOfState(state)
  refuseUntold(network)
  const operations = planNetwork({ namespaces: [] }, flatten(network))
  const notes = hasSeveralNodes(state) ? severalNodes : []
  const script = [...header, ...notes, 'set -e', ...operations.map(shellCommand), ''].join('\n')
  return showable({ script }, { bundle: (): MimeBundle => ({ [mime.text]: script.trimEnd() }) })
}
