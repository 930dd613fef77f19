import type { PortVlans } from '../snapshot.js'
import { step, type LocalStep } from './step.js'

type Vlan = PortVlans['vlans'][number]
/** What a port is born with. */
const born: Vlan[] = [{ vlan: 1, vlanEnd: 1, pvid: true, untagged: true }]

/** The VLANs of bridge ports, where a kernel can filter by them. */
export function vlanSteps(
  now: readonly PortVlans[],
  wanted: readonly PortVlans[],
  isNew: (link: string) => boolean,
): LocalStep[] {
  return wanted.flatMap(({ link, vlans }) => {
    const there = (isNew(link) ? undefined : now.find((each) => each.link === link)?.vlans) ?? born
    const tell = (verb: string, { vlan, vlanEnd, pvid, untagged }: Vlan): LocalStep =>
      step(
        'bridge',
        `VLANs of ${link}`,
        ...['vlan', verb, 'dev', link, 'vid', vlan === vlanEnd ? vlan : `${vlan}-${vlanEnd}`],
        ...(verb === 'add' && pvid ? ['pvid'] : []),
        ...(verb === 'add' && untagged ? ['untagged'] : []),
      )
    const isIn = (list: readonly Vlan[], one: Vlan) => list.some((each) => JSON.stringify(each) === JSON.stringify(one))
    return [
      ...there.filter((each) => !isIn(vlans, each)).map((each) => tell('del', each)),
      ...vlans.filter((each) => !isIn(there, each)).map((each) => tell('add', each)),
    ]
  })
}
