import type { Fault, Kind } from '../fault.js'
import type { Scene } from '../scene.js'
import { ip, word } from '../shell-words.js'

/** The ends of a ping: who asks, who is asked, and each one's link and address. */
function ends(scene: Scene): { namespace: string; link: string; address: string; isAsked: boolean }[] {
  return scene.legs.flatMap(({ hop, before, after }) => {
    if (hop.direction !== 'forward') return []
    const asks = before === null && hop.out !== null && scene.source !== null
    const isAsked = after === null && hop.in !== null
    return [
      ...(asks ? [{ namespace: hop.namespace, link: hop.out ?? '', address: scene.source ?? '', isAsked: false }] : []),
      ...(isAsked ? [{ namespace: hop.namespace, link: hop.in ?? '', address: scene.address, isAsked }] : []),
    ]
  })
}

/** A namespace has an address and does not take it for its own: the kernel's route in table local is gone. */
export const localRouteGone: Kind = {
  name: 'local-route-gone',
  level: 4,
  faults: (scene) =>
    scene.family === 'inet6'
      ? []
      : ends(scene).map(({ namespace, link, address, isAsked }): Fault => {
          const act = (words: string): string => ip(namespace, `route ${words}`)
          const route = `local ${address} dev ${word(link)} table local`
          return {
            kind: 'local-route-gone',
            breaks: act(`del ${route}`),
            mends: act(`replace ${route} proto kernel scope host src ${address}`),
            answers: [{ cause: isAsked ? 'no-route' : 'no-return-route', at: namespace }],
          }
        }),
}

/** A namespace that reached itself has its loopback down: what it sends to its own addresses goes that way. */
export const loopbackDown: Kind = {
  name: 'loopback-down',
  level: 4,
  faults: (scene) => {
    const own = scene.link(scene.from, 'lo')
    const isOwn = scene
      .space(scene.from)
      ?.links.some(({ addresses }) => addresses.some(({ address }) => address === scene.address))
    if (own === undefined || isOwn !== true) return []
    return [
      {
        kind: 'loopback-down',
        breaks: ip(scene.from, 'link set lo down'),
        mends: ip(scene.from, 'link set lo up'),
        answers: [scene.from, `${scene.from}.lo`].map((at) => ({ cause: 'loopback-down', at })),
      },
    ]
  },
}
