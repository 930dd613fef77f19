import type { Kind } from '../fault.js'
import type { Scene } from '../scene.js'
import { sysctl, within } from '../shell-words.js'

interface Place {
  namespace: string
  chain: 'INPUT' | 'OUTPUT' | 'FORWARD'
}

/** Where a firewall of the way could stop the request. */
function places({ hops }: Scene): Place[] {
  return hops
    .filter(({ direction }) => direction === 'forward')
    .map(({ namespace, in: into, out }) => ({
      namespace,
      chain: into === null ? 'OUTPUT' : out === null ? 'INPUT' : 'FORWARD',
    }))
}

/** iptables drops or refuses pings. */
export const iptables: Kind = {
  name: 'filtered-by-iptables',
  level: 4,
  faults: (scene) =>
    places(scene).flatMap(({ namespace, chain }) =>
      ['DROP', 'REJECT'].map((target) => {
        const [program, match] =
          scene.family === 'inet' ? ['iptables', '-p icmp'] : ['ip6tables', '-p ipv6-icmp --icmpv6-type echo-request']
        const act = (verb: string): string => within(namespace, `${program} ${verb} ${chain} ${match} -j ${target}`)
        return {
          kind: 'filtered-by-iptables',
          breaks: act('-I'),
          mends: act('-D'),
          answers: [{ cause: 'filtered' as const, at: namespace }],
        }
      }),
    ),
}

/** nftables drops pings. */
export const nftables: Kind = {
  name: 'filtered-by-nftables',
  level: 4,
  faults: (scene) =>
    places(scene).map(({ namespace, chain }) => {
      const match = scene.family === 'inet' ? 'icmp type echo-request' : 'icmpv6 type echo-request'
      const hook = chain.toLowerCase()
      const table = `table inet guard { chain ${hook} { type filter hook ${hook} priority 10; ${match} drop; }; }`
      return {
        kind: 'filtered-by-nftables',
        breaks: within(namespace, `nft '${table}'`),
        mends: within(namespace, 'nft delete table inet guard'),
        answers: [{ cause: 'filtered', at: namespace }],
      }
    }),
}

/** A machine that answers no ping. */
export const icmpIgnored: Kind = {
  name: 'icmp-ignored',
  level: 4,
  faults: (scene) => {
    const namespace = places(scene).at(-1)?.namespace
    if (namespace === undefined) return []
    const key = scene.family === 'inet' ? 'net.ipv4.icmp_echo_ignore_all' : 'net.ipv6.icmp.echo_ignore_all'
    return [
      {
        kind: 'icmp-ignored',
        breaks: sysctl(namespace, key, 1),
        mends: sysctl(namespace, key, 0),
        answers: [{ cause: 'icmp-ignored', at: namespace }],
      },
    ]
  },
}
