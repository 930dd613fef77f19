import type { NetworkNamespace, Route } from '../state.js'
import { step, type LocalStep } from './step.js'

/**
 * Routes that the kernel made of addresses, and somebody took away: while an address and its link stay they do not come back
 * by themselves.
 */
export function connectedSteps(
  now: NetworkNamespace,
  wanted: NetworkNamespace,
  isNew: (link: string) => boolean,
): LocalStep[] {
  return wanted.routes.filter(isConnected).flatMap(({ family, destination, link, source, metric }): LocalStep[] => {
    const isThere = now.routes.some(
      (each) => isConnected(each) && each.destination === destination && each.link === link && each.source === source,
    )
    const isUp = now.links.some(({ name, up }) => name === link && up)
    if (link === null || isNew(link) || !isUp || isThere) return []
    return [
      {
        ...step(
          family === 'inet6' ? 'ip -6' : 'ip',
          `route ${destination}`,
          ...['route add', destination, 'dev', link, 'proto kernel'],
          ...(family === 'inet' ? ['scope link'] : []),
          ...(source === null ? [] : ['src', source]),
          ...(metric === null ? [] : ['metric', metric]),
        ),
        // Where its address comes back it is there already.
        isOptional: true,
      },
    ]
  })
}

function isConnected({ protocol, table, type, via }: Route): boolean {
  return protocol === 'kernel' && table === 'main' && type === 'unicast' && via === null
}
