import type { Fault, Kind } from '../fault.js'
import { placeOf } from '../scene.js'
import { ip, sysctl, word } from '../shell-words.js'

/** A router takes only what comes in where it would answer to, and would answer elsewhere: ip-sysctl, rp_filter. */
export const reversePath: Kind = {
  name: 'reverse-path',
  level: 4,
  faults: (scene) =>
    scene.hops.flatMap(({ namespace, direction, in: into, out }): Fault[] => {
      const link = scene.link(namespace, into)
      const { source } = scene
      const isForward = direction === 'forward' && out !== null
      if (!isForward || link === undefined || source === null || scene.family !== 'inet') return []
      const key = 'net.ipv4.conf.all.rp_filter'
      const former = scene.more(namespace)?.sysctls['ipv4/conf/all/rp_filter'] ?? '0'
      if (former === '1') return []
      const route = `${source}/32 dev ${word(out)}`
      return [
        {
          kind: 'reverse-path',
          breaks: [sysctl(namespace, key, 1), ip(namespace, `route add ${route}`)].join('\n'),
          mends: [ip(namespace, `route del ${route}`), sysctl(namespace, key, former)].join('\n'),
          answers: [placeOf(link), namespace].map((at) => ({ cause: 'rp-filter', at })),
        },
      ]
    }),
}
