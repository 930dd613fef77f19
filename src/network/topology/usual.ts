/** What a link has where nothing else is said of it. */
import type { BridgePort } from '../state.js'
import type { PortSettings } from './operation.js'
import type { WantedKind, WantedLink } from './wanted.js'

const ETHERNET_MTU = 1500

/** Undefined where it follows from another link, or a driver. A bridge has the least of its ports. */
export function usualMtu(link: WantedLink, beside: ReadonlyMap<string, WantedLink>): number | undefined {
  switch (link.kind.type) {
    case 'veth':
    case 'dummy':
    case 'tun':
      return ETHERNET_MTU
    case 'bridge': {
      const ports = [...beside.values()].filter(({ master }) => master === link.at.link)
      const mtus = ports.map((port) => port.mtu ?? (port === link ? undefined : usualMtu(port, beside)) ?? ETHERNET_MTU)
      return Math.min(...(mtus.length === 0 ? [ETHERNET_MTU] : mtus))
    }
    default:
      return undefined
  }
}

/** Of a bridge's port, in the kernel's net/bridge/br_if.c. */
export const USUAL_PORT = { learning: true, flooding: true, isolated: false, guard: false } as const

/** By the speed that a driver tells: a veth pair's is 10 Gbit/s. Undefined where it follows from another link. */
export function usualCost(kind: WantedKind): number | undefined {
  return kind.type === 'veth' ? 2 : undefined
}

/** What of a port's settings somebody chose; its state is the bridge's own business. Undefined: nothing. */
export function chosenPort(port: BridgePort, kind: WantedKind): PortSettings | undefined {
  const { learning, flooding, isolated, guard, cost } = port
  const chosen = {
    ...(learning !== USUAL_PORT.learning && { learning }),
    ...(flooding !== USUAL_PORT.flooding && { flooding }),
    ...(isolated !== USUAL_PORT.isolated && { isolated }),
    ...(guard !== USUAL_PORT.guard && { guard }),
    ...(cost !== undefined && usualCost(kind) !== undefined && cost !== usualCost(kind) && { cost }),
  }
  return Object.keys(chosen).length === 0 ? undefined : chosen
}
