import type { Kind } from '../fault.js'
import { addressRemoved, otherSubnet, wrongHost, wrongPrefix } from './addresses.js'
import { otherBridge, portBlocked, portsIsolated, portUnplugged, wrongFdb } from './bridges.js'
import { icmpIgnored, iptables, nftables } from './filters.js'
import { cableGone, linkDown, mtuTooSmall, portDown, queueLoss } from './links.js'
import { arpIgnored, arpOff, poisoned, sameMac } from './neighbours.js'
import { localRouteGone, loopbackDown } from './own-addresses.js'
import { reversePath } from './reverse-path.js'
import { blackhole, forwardingOff, loop, policyRule, routeMissing, ttlTooSmall, wrongGateway } from './routes.js'
import { notTranslated } from './translation.js'
import { tunnelEndGone } from './tunnels.js'

/** Every way to break a network, as in the table of faults, for whichever network there is. */
export const kinds: readonly Kind[] = [
  ...[linkDown, addressRemoved, wrongPrefix, otherSubnet],
  ...[portUnplugged, portDown, otherBridge, portBlocked, wrongHost],
  ...[routeMissing, wrongGateway, blackhole, forwardingOff, loop],
  ...[iptables, nftables, icmpIgnored, poisoned, arpOff, arpIgnored, sameMac, portsIsolated, wrongFdb],
  ...[mtuTooSmall, queueLoss, ttlTooSmall, policyRule],
  ...[cableGone, reversePath, localRouteGone, loopbackDown, notTranslated, tunnelEndGone],
]
