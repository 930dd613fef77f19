import type { Kind } from '../fault.js'
import { peerOf, type Link } from '../../../network/index.js'
import { placeOf, type Scene } from '../scene.js'
import { ip, word } from '../shell-words.js'

const down = (scene: Scene, link: Link, kind: string) => ({
  kind,
  breaks: ip(link.namespace, `link set ${word(link.name)} down`),
  mends: scene.upAgain(link),
  answers: [{ cause: 'link-down' as const, at: placeOf(link) }],
})

/** A link on the way is down. */
export const linkDown: Kind = {
  name: 'link-down',
  level: 1,
  faults: (scene) => scene.passed.map((link) => down(scene, link, 'link-down')),
}

/** A port of a bridge is down, or the bridge itself. */
export const portDown: Kind = {
  name: 'port-down',
  level: 2,
  faults: (scene) =>
    scene.crossings.flatMap(({ bridge, ports }) =>
      bridge === null ? [] : [...ports, bridge].map((link) => down(scene, link, 'port-down')),
    ),
}

/**
 * The cable of who asks, or of who is asked, is gone, both its ends at once. Of one between routers nobody could tell from what
 * is left that it was there.
 */
export const cableGone: Kind = {
  name: 'cable-gone',
  level: 4,
  faults: (scene) =>
    scene.passed.flatMap((link) => {
      const peer = peerOf(scene.snapshot.state, link)
      const isEnd = link.namespace === scene.from || link.addresses.some(({ address }) => address === scene.address)
      if (link.kind !== 'veth' || peer === undefined || !isEnd) return []
      const end = ({ name, mac, namespace, mtu }: Link): string =>
        `name ${word(name)} address ${mac ?? ''} mtu ${mtu} netns ${namespace === 'root' ? 1 : word(namespace)}`
      return [
        {
          kind: 'cable-gone',
          breaks: ip(link.namespace, `link del ${word(link.name)}`),
          mends: [
            `ip link add ${end(link)} type veth peer ${end(peer)}`,
            ...[link, peer].flatMap((each) => asItWas(scene, each)),
          ].join('\n'),
          answers: [...new Set([link.namespace, scene.from, peer.namespace])].map((at) => ({ cause: 'no-link', at })),
        },
      ]
    }),
}

/** What a link had beside its name: where it was plugged in, addresses, routes. */
function asItWas(scene: Scene, link: Link): string[] {
  const { namespace, name, master, up } = link
  const detail = scene.more(namespace)?.links.find((each) => each.name === name)
  const set = (words: string): string => ip(namespace, `link set ${word(name)} ${words}`)
  return [
    ...(master === null ? [] : [set(`master ${word(master)}`)]),
    ...(up ? [set('up')] : []),
    ...(detail?.addresses ?? []).map((words) =>
      ip(
        namespace,
        `addr replace ${words}${words.includes(':') && !words.includes('nodad') ? ' nodad' : ''} dev ${word(name)}`,
      ),
    ),
    ...scene.routesOver(link),
  ]
}

/** A link takes no packets of the size that a ping has. */
export const mtuTooSmall: Kind = {
  name: 'mtu',
  level: 4,
  faults: (scene) =>
    scene.crossings
      // Below 1280 a link has no IPv6, and loses what it had of it.
      .filter(
        ({ in: end }) =>
          scene.family === 'inet' && !end.addresses.some((each) => each.family === 'inet6' && each.scope === 'global'),
      )
      .map(({ in: end }) => ({
        kind: 'mtu',
        breaks: ip(end.namespace, `link set ${word(end.name)} mtu 68`),
        mends: ip(end.namespace, `link set ${word(end.name)} mtu ${end.mtu}`),
        answers: [{ cause: 'mtu', at: placeOf(end) }],
      })),
}

/** What a link sends is thrown away before it leaves. */
export const queueLoss: Kind = {
  name: 'queue-loss',
  level: 4,
  faults: (scene) =>
    scene.passed
      .filter(({ qdisc }) => qdisc === undefined)
      .map(({ namespace, name }) => {
        const tc = (words: string): string =>
          namespace === 'root' ? `tc ${words}` : `tc -n ${word(namespace)} ${words}`
        return {
          kind: 'queue-loss',
          breaks: tc(`qdisc add dev ${word(name)} root blackhole`),
          mends: tc(`qdisc del dev ${word(name)} root`),
          answers: [{ cause: 'queue-loss', at: `${namespace}.${name}` }],
        }
      }),
}
