import type { NetworkNamespace } from '../../network/index.js'

/** What the witness tells apart. */
export type Sight = 'request' | 'reply' | 'refusal' | 'asked' | 'answered' | 'tunnel'

/** The probe as nft(8) can recognise it, wherever it is met. */
export interface Recognition {
  family: 'inet' | 'inet6'
  protocol: 'icmp' | 'tcp' | 'udp'
  /** Destination ports, before and after a translation. */
  ports: number[]
  /** UDP ports of the tunnels on the way. */
  tunnelPorts: number[]
  /** Addresses that ARP may ask for. */
  nextHops: string[]
}

/** Eight bytes that nobody else sends: they stand in the data of each probe, which no translation touches. */
export const marker = '7665746862303030'
export const table = 'vethbook_witness'

const first = -2_000_000_000
const last = 2_000_000_000
const hooks = ['prerouting', 'input', 'forward', 'output', 'postrouting'] as const

/** Which matches say that a packet is what: expressions of nft(8). */
function matches({ family, protocol, ports, nextHops, tunnelPorts }: Recognition): Partial<Record<Sight, string[]>> {
  const icmp = family === 'inet' ? 'icmp' : 'icmpv6'
  const unreachable =
    family === 'inet'
      ? 'icmp type { destination-unreachable, time-exceeded }'
      : 'icmpv6 type { destination-unreachable, packet-too-big, time-exceeded }'
  const set = `{ ${ports.join(', ')} }`
  const packets: Partial<Record<Sight, string[]>> =
    protocol === 'icmp'
      ? {
          request: [`${icmp} type echo-request @th,256,64 0x${marker}`],
          reply: [`${icmp} type echo-reply @th,256,64 0x${marker}`],
        }
      : protocol === 'tcp'
        ? {
            request: [`tcp dport ${set} tcp flags & (syn | ack) == syn`],
            reply: [`tcp sport ${set} tcp flags & (syn | ack) == (syn | ack)`],
            refusal: [`tcp sport ${set} tcp flags & rst == rst`],
          }
        : { request: [`udp dport ${set} @th,64,64 0x${marker}`], reply: [`udp sport ${set}`] }
  const resolution: Partial<Record<Sight, string[]>> =
    family === 'inet6'
      ? { asked: ['icmpv6 type nd-neighbor-solicit'], answered: ['icmpv6 type nd-neighbor-advert'] }
      : nextHops.length === 0
        ? {}
        : {
            asked: [`arp operation request arp daddr ip { ${nextHops.join(', ')} }`],
            answered: [`arp operation reply arp saddr ip { ${nextHops.join(', ')} }`],
          }
  const tunnel = tunnelPorts.length === 0 ? {} : { tunnel: [`udp dport { ${tunnelPorts.join(', ')} }`] }
  return { ...packets, ...tunnel, refusal: [...(packets.refusal ?? []), unreachable], ...resolution }
}

/** A name that nft takes for a counter: the place's number and what was seen. */
export function counterName(place: number, sight: Sight): string {
  return `p${place}_${sight}`
}

/** The places of a namespace at which the witness counts, by the names that checkpoints have. */
export function placesOf(space: NetworkNamespace): string[] {
  const links = space.links.map(({ name }) => name)
  return [
    ...links.flatMap((name) => [`in ${name}`, `out ${name}`, `within ${name}`, `leaving ${name}`]),
    ...hooks.flatMap((hook) => [`${hook} first`, `${hook} last`]),
    ...['arp input first', 'arp input last', 'arp output first', 'arp output last'],
    ...(hasBridge(space) ? hooks.flatMap((hook) => [`bridge ${hook} first`, `bridge ${hook} last`]) : []),
  ]
}

function hasBridge(space: NetworkNamespace): boolean {
  return space.links.some(({ kind }) => kind === 'bridge')
}

/**
 * The ruleset that counts the probe at every place of a namespace: at both ends of each hook, so that what lies between,
 * nftables or iptables of either kind, shows by a difference; and at each link on its way in and out. It lets everything pass.
 */
export function witnessRules(space: NetworkNamespace, recognition: Recognition, traced: boolean): string {
  const places = placesOf(space)
  const sights = matches(recognition)
  const packets = Object.entries(sights).filter(
    ([sight]) => recognition.family === 'inet6' || !['asked', 'answered'].includes(sight),
  )
  const resolution =
    recognition.family === 'inet'
      ? Object.entries(sights).filter(([sight]) => ['asked', 'answered'].includes(sight))
      : []
  const count = (place: string, kinds: readonly [string, string[]][], trace: boolean) =>
    kinds.flatMap(([sight, conditions]) =>
      conditions.map(
        (condition) =>
          `${condition} counter name "${counterName(places.indexOf(place), sight as Sight)}"${trace && traced ? ' meta nftrace set 1' : ''}`,
      ),
    )
  const counters = (own: (place: string) => boolean) =>
    places
      .filter(own)
      .flatMap((place) =>
        Object.keys(sights).map((sight) => `counter ${counterName(places.indexOf(place), sight as Sight)} { }`),
      )
  const chain = (name: string, hook: string, priority: number, rules: readonly string[]) =>
    `chain ${name} {\ntype filter hook ${hook} priority ${priority}; policy accept;\n${rules.join('\n')}\n}`
  const whole = (family: string, own: (place: string) => boolean, chains: readonly string[]) =>
    `table ${family} ${table} {\n${[...counters(own), ...chains].join('\n')}\n}`
  const all = [...packets, ...resolution]
  const layer = (family: string, prefix: string, names: readonly string[], kinds: readonly [string, string[]][]) =>
    whole(
      family,
      (place) => names.some((hook) => place === `${prefix}${hook} first` || place === `${prefix}${hook} last`),
      names.flatMap((hook) => [
        chain(`${hook}_first`, hook, first, count(`${prefix}${hook} first`, kinds, true)),
        chain(`${hook}_last`, hook, last, count(`${prefix}${hook} last`, kinds, false)),
      ]),
    )
  const links = whole(
    'netdev',
    (place) => /^(in|out|within|leaving) /.test(place),
    space.links.flatMap(({ name }, index) => [
      chain(`in${index}`, `ingress device "${name}"`, first, count(`in ${name}`, all, true)),
      chain(`within${index}`, `ingress device "${name}"`, last, count(`within ${name}`, all, false)),
      chain(`leaving${index}`, `egress device "${name}"`, first, count(`leaving ${name}`, all, true)),
      chain(`out${index}`, `egress device "${name}"`, last, count(`out ${name}`, all, false)),
    ]),
  )
  return [
    links,
    layer('inet', '', hooks, packets),
    ...(resolution.length === 0 ? [] : [layer('arp', 'arp ', ['input', 'output'], resolution)]),
    ...(hasBridge(space) ? [layer('bridge', 'bridge ', hooks, all)] : []),
  ].join('\n')
}

/** Takes the witness of a namespace away, for nft(8), where it is in place. */
export function dismissal(space: NetworkNamespace, recognition: Recognition): string {
  const asks = matches(recognition).asked !== undefined && recognition.family === 'inet'
  const families = ['netdev', 'inet', ...(asks ? ['arp'] : []), ...(hasBridge(space) ? ['bridge'] : [])]
  return families.map((family) => `delete table ${family} ${table}`).join('; ')
}

/**
 * Takes a witness away, wherever one stands: tables that are not there are made first, so that this never fails. That costs
 * more: the kernel waits until nobody is on his way through what is deleted.
 */
export const sweeping = ['netdev', 'inet', 'arp', 'bridge']
  .map((family) => `table ${family} ${table} { }\ndelete table ${family} ${table}`)
  .join('\n')
