import { mime, type Displayable, type MimeBundle } from '../display/index.js'
import {
  FIRST_NODE,
  planNetwork,
  shellCommand,
  toTopology,
  wantedNetwork,
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
  '# Not in it: neighbours and FDB entries, nftables and iptables rules, sysctls, queues (tc), settings of bridges',
  '# but STP and VLAN filtering, IPv6 link-local addresses, and programs that were running.',
  'set -e',
]

/**
 * Of one machine: cables to others have no command.
 * @throws TopologyError naming links whose settings a state does not tell
 * @throws RangeError where there are several machines
 */
export function scriptReport(state: NetworkState): ScriptReport {
  if (state.namespaces.some(({ node }) => node !== FIRST_NODE)) {
    throw new RangeError('A script builds the network of one machine, and this lab has further nodes')
  }
  const operations = planNetwork({ namespaces: [] }, wantedNetwork(toTopology(state)))
  const script = [...header, ...operations.map(shellCommand), ''].join('\n')
  return showable({ script }, { bundle: (): MimeBundle => ({ [mime.text]: script.trimEnd() }) })
}
