import type { Link } from '../../network/index.js'
import { noAddress } from './absent.js'
import type { Segment } from './delivery.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, holds, ipIn, linkWords } from './map.js'

/**
 * The link that leads to the target has no address, and `link` has what looks like its own: nobody of that subnet is there. A
 * bridge has it for its ports, and who is none of them is to be one.
 */
export function movedAway({ map, near }: Segment, link: Link, next: string, target: string): Fault | undefined {
  const family = familyOf(next)
  const [first] = near.way(link.namespace, target, family) ?? []
  const own = addressesOf(link, family).find((each) => holds(each, next))
  if (first === undefined || first.from === link || own === undefined) return undefined
  if (addressesOf(first.from, family).length > 0 || link.kind === 'bridge') return undefined
  const beside = near.segment(link, family).filter(({ cost, to }) => cost === 0 && to.namespace !== link.namespace)
  if (beside.some(({ to }) => addressesOf(to, family).some(({ address }) => holds(own, address)))) return undefined
  const words = `${own.address}/${own.prefixLength}`
  const fault = noAddress(map, first.from, family, words, null)
  const away = `${ipIn(link.namespace)} addr del ${words} dev ${link.name}`
  return {
    ...fault,
    evidence: [...fault.evidence, `${linkWords(link)} has ${words}, and nobody of that subnet is there`],
    remedies: fault.remedies.map(({ command }) => ({
      command: `${away}\n${command}`,
      why: `${words} is then on the link that leads to that subnet`,
    })),
  }
}
