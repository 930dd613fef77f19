import { mime, type Displayable, type MimeBundle } from '../display/index.js'
import { hasSeveralNodes, scriptOf, type NamespaceSnapshot, type NetworkSnapshot } from '../network/index.js'
import { showable } from './shown.js'

/** The commands that make the network anew, for sh on any Linux machine, as root. Shown as text. */
export interface ScriptReport extends Displayable {
  script: string
  /** What of the network the script does not make, each in words: programs that were running, links of unknown making. */
  missing: string[]
}

const header = ['#!/bin/sh', '# Builds this network on a Linux machine that has none of it yet; run it as root.']

const severalNodes = [
  '# The machines of the lab are namespaces here: node1 is the root namespace of node1, node1-ns1 its namespace ns1.',
]

/**
 * Of several machines, each is a namespace of its name.
 * @param fresh the root namespace of a machine as new: what differs from it is told
 * @throws RangeError where a namespace has the name that one of a node would get
 */
export function scriptReport(snapshot: NetworkSnapshot, fresh: NamespaceSnapshot): ScriptReport {
  const { commands, missing } = scriptOf(snapshot, fresh)
  const notes = [
    ...(hasSeveralNodes(snapshot.state) ? severalNodes : []),
    ...(missing.length === 0 ? [] : ['# Not in it:', ...missing.map((each) => `#   ${each.replaceAll('\n', ' ')}`)]),
  ]
  const script = [...header, ...notes, 'set -e', ...commands, ''].join('\n')
  return showable({ script, missing }, { bundle: (): MimeBundle => ({ [mime.text]: script.trimEnd() }) })
}
