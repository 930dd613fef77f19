import { USUAL_AGEING_SECONDS } from '../link-settings.js'
import { placeKey } from './places.js'
import { addressKey } from './routes.js'
import type { WantedKind } from './wanted.js'

/** The kernel's own port, not the standard's. */
const VXLAN_PORT = 8472

/** Whether a link that is there is as the one that is wanted was to be made. */
export function isSameKind(now: WantedKind, wanted: WantedKind): boolean {
  switch (wanted.type) {
    case 'veth':
      return now.type === wanted.type && placeKey(now.peer) === placeKey(wanted.peer)
    case 'bridge':
      return (
        now.type === wanted.type &&
        (now.stp ?? false) === (wanted.stp ?? false) &&
        (now.vlanFiltering ?? false) === (wanted.vlanFiltering ?? false) &&
        (now.ageingSeconds ?? USUAL_AGEING_SECONDS) === (wanted.ageingSeconds ?? USUAL_AGEING_SECONDS)
      )
    case 'as-it-is':
      return now.type === wanted.type && now.of === wanted.of
    default:
      return kindKey(now) === kindKey(wanted)
  }
}

/** What was said of a link that lies over another, or stands alone, with what the kernel does where nothing is said. */
function kindKey(kind: WantedKind): string {
  const said = (over: string | undefined, overIn: object | undefined): unknown[] => [
    over ?? '',
    overIn === undefined ? '' : JSON.stringify(overIn),
  ]
  switch (kind.type) {
    case 'vxlan': {
      const { id, port = VXLAN_PORT, local, remote, group, learning = true, over, overIn } = kind
      const far = [local, remote, group].map(addressKey)
      return JSON.stringify([kind.type, id, port, learning, ...far, ...said(over, overIn)])
    }
    case 'macvlan':
      return JSON.stringify([kind.type, kind.mode, ...said(kind.over, kind.overIn)])
    case 'vlan':
      return JSON.stringify([kind.type, kind.id, ...said(kind.over, kind.overIn)])
    case 'tun':
      return JSON.stringify([kind.type, kind.mode])
    default:
      return kind.type
  }
}
