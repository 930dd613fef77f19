import type { Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { ipIn, linkWords, placeOf, type NetworkMap } from './map.js'

/** Macvlan links over one link hand frames on to each other in the mode `bridge` only: ip-link(8). */
export function macvlanBlocks(map: NetworkMap, links: readonly Link[]): Fault[] {
  return links.flatMap((link) => {
    const mode = map.detail(link)?.data['mode']
    const isMacvlan = link.kind === 'other' && link.type === 'macvlan'
    if (!isMacvlan || typeof mode !== 'string' || mode === 'bridge') return []
    return [
      {
        cause: 'port-blocked',
        at: placeOf(link),
        evidence: [
          `${linkWords(link)} is a macvlan link of the mode ${mode}, which hands nothing on to others beside it`,
        ],
        remedies: [
          {
            command: `${ipIn(link.namespace)} link set ${link.name} type macvlan mode bridge`,
            why: 'in the mode bridge those over the same link hear each other',
          },
        ],
      },
    ]
  })
}
