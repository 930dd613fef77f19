import type { RouteLine } from '../snapshot.js'
import { isNexthop } from './nexthop-lines.js'

/** What the kernel makes by itself: of addresses, of what routers advertise and redirect to. */
const notMade = / proto (?:kernel|ra|redirect)(?: |$)/

/** Words that ip prints and does not take: what the kernel found, and what it says of IPv6's routes without being told. */
const told = /\s(?:dead|linkdown|offload|trap|unresolved|rt_\w+|pref medium|expires \S+|error \S+|used \d+)(?=\s|$)/g

/** What ip says of a route though its nexthop object decides it: the way, and that it is a blackhole. */
const ofNexthop = / (?:encap .*?(?= via | dev )|via (?:inet6 )?\S+|dev \S+|onlink)(?= |$)/g

/** A line of `ip -o -d route show table all` as `ip route add` takes it; none where nobody made the route, or it is no route. */
export function readRouteLine(line: string): RouteLine[] {
  if (isProxy(line) || isNexthop(line) || isAside(line) || notMade.test(line)) return []
  const own = isByNexthop(line) ? line.replace(ofNexthop, '').replace(/^\w+ (?=\S+ nhid )/, '') : line
  const words = own
    .replaceAll('\\', ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(told, '')
    .replace(/ table main(?= |$)/, '')
    .replace(/ proto boot(?= |$)/, '')
    .replace(/ scope global(?= |$)/, '')
    .replace(/^unicast /, '')
    .trim()
  return [{ family: / pref \w+/.test(line) ? 'inet6' : 'inet', words }]
}

/** `10.0.0.9 dev eth0  proxy` */
export function parseProxy(line: string): { link: string; address: string }[] {
  const [address = '', , link = ''] = line.trim().split(/\s+/)
  return isProxy(line) ? [{ link, address }] : []
}

function isProxy(line: string): boolean {
  return /^\S+ dev \S+\s+proxy\s*$/.test(line)
}

/** Whether a nexthop object is its way. */
export const isByNexthop = (words: string): boolean => / nhid \d/.test(words)

/** What ip repeats of a route's nexthop object, below the route. */
const isAside = (line: string): boolean => /^\s*nh_info /.test(line)

/** Whether a topology's route says all of it, so that it can be asked for without a program. */
export function isPlain({ family, words }: RouteLine): boolean {
  const plain =
    /^(?:(?:blackhole|unreachable|prohibit|throw) )?(?:default|[\da-f:.]+(?:\/\d+)?)(?: (?:(?:via|src) [\da-f:.]+|dev \S+|table \S+|metric \d+|onlink|scope link))*$/
  if (!plain.test(words)) return false
  // A direct route is one to the link, and no other is.
  const isDirect = !/ via |^(?:blackhole|unreachable|prohibit|throw) /.test(words)
  return family === 'inet6' ? !words.includes(' scope ') : words.includes(' scope link') === isDirect
}
