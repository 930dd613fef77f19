import type { Answer, Fault, Kind } from '../fault.js'
import { placeOf, type Leg, type Scene } from '../scene.js'
import { ip, sysctl, word } from '../shell-words.js'
import { freeHost } from './addresses.js'

const six = (scene: Scene): string => (scene.family === 'inet6' ? '-6 ' : '')

/** Legs that send a packet on by a route: not the last of each direction. */
const sending = (scene: Scene): Leg[] => scene.legs.filter(({ hop }) => hop.out !== null)

const missing = ({ hop }: Leg): Answer['cause'] => (hop.direction === 'forward' ? 'no-route' : 'no-return-route')

/** A namespace on the way does not know the way any more. */
export const routeMissing: Kind = {
  name: 'route-missing',
  level: 3,
  faults: (scene) =>
    sending(scene).flatMap((leg): Fault[] => {
      const { namespace } = leg.hop
      const route = scene.route(namespace, leg.destination)
      if (route === undefined) return []
      const made = scene.routeLine(route, namespace)
      const source = route.source === null ? '' : ` src ${route.source}`
      // One that the kernel made of an address.
      const own = `${route.destination} dev ${word(route.link ?? '')} proto kernel scope link${source}`
      const words = made ?? (route.via === null && route.link !== null && scene.family === 'inet' ? own : null)
      if (words === null) return []
      const act = (verb: string): string => ip(namespace, `${six(scene)}route ${verb} ${words}`)
      return [
        {
          kind: 'route-missing',
          breaks: act('del'),
          mends: act('replace'),
          answers: [{ cause: missing(leg), at: namespace }],
        },
      ]
    }),
}

/** A route by way of an address that is nobody's. */
export const wrongGateway: Kind = {
  name: 'wrong-gateway',
  level: 3,
  faults: (scene) =>
    sending(scene).flatMap(({ hop, destination }): Fault[] => {
      const { namespace } = hop
      const route = scene.route(namespace, destination)
      const words = route === undefined ? undefined : scene.routeLine(route, namespace)
      const link = scene.link(namespace, hop.out)
      if (words === undefined || link === undefined || route?.via == null) return []
      const [address] = scene.addresses(link)
      const nobody = address === undefined ? null : freeHost(scene, { ...address, address: route.via })
      if (nobody === null) return []
      return [
        {
          kind: 'wrong-gateway',
          breaks: ip(namespace, `route replace ${words.replace(` via ${route.via}`, ` via ${nobody}`)}`),
          mends: ip(namespace, `route replace ${words}`),
          answers: [{ cause: 'neighbour-unresolved', at: placeOf(link) }],
        },
      ]
    }),
}

/** A route that swallows what is for one address, or refuses it. */
export const blackhole: Kind = {
  name: 'blackhole-route',
  level: 3,
  faults: (scene) =>
    sending(scene).flatMap(({ hop: { namespace }, destination }) =>
      ['blackhole', 'prohibit', 'unreachable'].map((type) => ({
        kind: 'blackhole-route',
        breaks: ip(namespace, `${six(scene)}route add ${type} ${destination}`),
        mends: ip(namespace, `${six(scene)}route del ${type} ${destination}`),
        answers: [{ cause: 'blackhole-route' as const, at: namespace }],
      })),
    ),
}

/** Two routers that send it back to each other. */
export const loop: Kind = {
  name: 'loop',
  level: 3,
  faults: (scene) =>
    sending(scene).flatMap(({ hop, before, destination }): Fault[] => {
      const route = scene.route(hop.namespace, destination)
      const words = route === undefined ? undefined : scene.routeLine(route, hop.namespace)
      const back = before === null ? undefined : scene.link(before.namespace, before.out)
      const into = scene.link(hop.namespace, hop.in)
      // The one before is a router, too.
      if (words === undefined || back === undefined || into === undefined || before?.in == null) return []
      const [gateway] = scene.addresses(back)
      if (gateway === undefined || route?.via == null) return []
      const turned = words
        .replace(` via ${route.via}`, ` via ${gateway.address}`)
        .replace(/ dev \S+/, ` dev ${into.name}`)
      return [
        {
          kind: 'loop',
          breaks: ip(hop.namespace, `${six(scene)}route replace ${turned}`),
          mends: ip(hop.namespace, `${six(scene)}route replace ${words}`),
          answers: [placeOf(into), placeOf(back), hop.namespace, before.namespace].map((at) => ({ cause: 'loop', at })),
        },
      ]
    }),
}

/** A router that does not route. */
export const forwardingOff: Kind = {
  name: 'forwarding-off',
  level: 3,
  faults: (scene) =>
    routers(scene).map(({ namespace, in: link }) => {
      const key = scene.family === 'inet' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding'
      return {
        kind: 'forwarding-off',
        breaks: sysctl(namespace, key, 0),
        mends: sysctl(namespace, key, 1),
        answers: [`${namespace}.${link}`, namespace].map((at) => ({ cause: 'forwarding-off', at })),
      }
    }),
}

/** What may be sent on is counted down to nothing before it arrives. */
export const ttlTooSmall: Kind = {
  name: 'ttl-exceeded',
  level: 4,
  faults: (scene) => {
    const [first] = routers(scene)
    if (first === undefined || scene.family !== 'inet') return []
    return [
      {
        kind: 'ttl-exceeded',
        breaks: sysctl(scene.from, 'net.ipv4.ip_default_ttl', 1),
        mends: sysctl(scene.from, 'net.ipv4.ip_default_ttl', 64),
        answers: [`${first.namespace}.${first.in}`, first.namespace, scene.from].map((at) => ({
          cause: 'ttl-exceeded',
          at,
        })),
      },
    ]
  },
}

/** A rule that stands before all routes. */
export const policyRule: Kind = {
  name: 'policy-rule',
  level: 4,
  faults: (scene) =>
    sending(scene).map(({ hop: { namespace }, destination }) => ({
      kind: 'policy-rule',
      breaks: ip(namespace, `${six(scene)}rule add to ${destination} prohibit`),
      mends: ip(namespace, `${six(scene)}rule del to ${destination} prohibit`),
      answers: [{ cause: 'policy-rule', at: namespace }],
    })),
}

/** Namespaces that a packet passes on its way there. */
function routers({ hops }: Scene): { namespace: string; in: string; out: string }[] {
  return hops.flatMap(({ namespace, direction, in: into, out }) =>
    direction === 'forward' && into !== null && out !== null ? [{ namespace, in: into, out }] : [],
  )
}
