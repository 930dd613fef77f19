import type { Fault, Kind } from '../fault.js'
import { forgetNeighbours, placeOf } from '../scene.js'
import { ip, sysctl, word } from '../shell-words.js'

/** A neighbour's MAC address that is nobody's, and stays. */
export const poisoned: Kind = {
  name: 'stale-neighbour',
  level: 4,
  faults: (scene) =>
    scene.legs.flatMap(({ hop, destination }): Fault[] => {
      const link = scene.link(hop.namespace, hop.out)
      if (link === undefined) return []
      const next = scene.route(hop.namespace, destination)?.via ?? destination
      const entry = `${next} dev ${word(link.name)}`
      return [
        {
          kind: 'stale-neighbour',
          breaks: ip(
            hop.namespace,
            `neigh replace ${next} lladdr 02:00:00:00:00:99 dev ${word(link.name)} nud permanent`,
          ),
          mends: ip(hop.namespace, `neigh del ${entry}`),
          answers: [{ cause: 'stale-neighbour', at: placeOf(link) }],
        },
      ]
    }),
}

/** A link that asks nobody, and answers nobody, for MAC addresses. */
export const arpOff: Kind = {
  name: 'arp-off',
  level: 4,
  faults: (scene) =>
    scene.family === 'inet6'
      ? []
      : scene.crossings.flatMap((crossing) =>
          [crossing.out, crossing.in].map((link) => ({
            kind: 'arp-off',
            breaks: ip(link.namespace, `link set ${word(link.name)} arp off`),
            mends: ip(link.namespace, `link set ${word(link.name)} arp on`),
            answers: [{ cause: 'arp-off', at: placeOf(link) }],
          })),
        ),
}

/** A namespace that answers no ARP request. */
export const arpIgnored: Kind = {
  name: 'arp-ignored',
  level: 4,
  faults: (scene) =>
    scene.family === 'inet6'
      ? []
      : scene.crossings.map(({ in: link }) => ({
          kind: 'arp-ignored',
          breaks: sysctl(link.namespace, 'net.ipv4.conf.all.arp_ignore', 8),
          mends: sysctl(link.namespace, 'net.ipv4.conf.all.arp_ignore', 0),
          answers: [placeOf(link), link.namespace].map((at) => ({ cause: 'arp-off', at })),
        })),
}

/** Two links with one MAC address. */
export const sameMac: Kind = {
  name: 'address-conflict',
  level: 4,
  faults: (scene) =>
    scene.crossings.flatMap(({ bridge, out, in: into }) => {
      if (bridge === null || out.mac === null || into.mac === null) return []
      const mac = (link: typeof out, value: string): string =>
        ip(link.namespace, `link set ${word(link.name)} address ${value}`)
      return [
        {
          kind: 'address-conflict',
          breaks: [out, into].map((link) => mac(link, '02:00:00:00:00:aa')).join('\n'),
          mends: [mac(out, out.mac), mac(into, into.mac), ...forgetNeighbours(scene)].join('\n'),
          answers: [out, into].map((link) => ({ cause: 'address-conflict' as const, at: placeOf(link) })),
        },
      ]
    }),
}
