/** What links have carried, and how quickly: /proc/net/dev (proc_net_dev(5)) read again and again. */

/** What a link has carried in one direction since it was made. */
export interface Carried {
  bytes: number
  packets: number
  errors: number
  dropped: number
}

export interface LinkTraffic {
  /** Full name: `ns1`, or of a node other than the lab's own machine `node1/ns1`. */
  namespace: string
  link: string
  received: Carried
  sent: Carried
}

/** All links but lo at one moment. */
export interface TrafficSample {
  /** Milliseconds since the watch began. */
  atMs: number
  links: LinkTraffic[]
}

/** Packets a second of one link from one sample to the next. */
export interface TrafficRate {
  atMs: number
  received: number
  sent: number
}

/** The links of one namespace, from the text of its /proc/net/dev. */
export function parseTraffic(namespace: string, text: string): LinkTraffic[] {
  return text.split('\n').flatMap((line) => {
    const [, link = '', rest] = /^\s*(\S+):\s*([\d\s]+)$/.exec(line) ?? []
    if (rest === undefined || link === 'lo') return []
    const numbers = rest.trim().split(/\s+/).map(Number)
    const carried = ([bytes = 0, packets = 0, errors = 0, dropped = 0]: number[]): Carried => {
      return { bytes, packets, errors, dropped }
    }
    return [{ namespace, link, received: carried(numbers.slice(0, 4)), sent: carried(numbers.slice(8, 12)) }]
  })
}

/** By link, in the order of their first samples. A link that was made anew counts from zero: no rate is told of that moment. */
export function trafficRates(samples: readonly TrafficSample[]): Map<string, TrafficRate[]> {
  const rates = new Map<string, TrafficRate[]>()
  const former = new Map<string, { atMs: number; link: LinkTraffic }>()
  for (const { atMs, links } of samples) {
    for (const link of links) {
      const key = `${link.namespace}.${link.link}`
      const list = rates.get(key) ?? []
      rates.set(key, list)
      const before = former.get(key)
      former.set(key, { atMs, link })
      if (before === undefined || atMs <= before.atMs) continue
      const perSecond = (now: number, then: number): number => ((now - then) * 1000) / (atMs - before.atMs)
      const received = perSecond(link.received.packets, before.link.received.packets)
      const sent = perSecond(link.sent.packets, before.link.sent.packets)
      if (received >= 0 && sent >= 0) list.push({ atMs, received, sent })
    }
  }
  return rates
}
