import { overOf, type Link } from '../../network/index.js'
import { isFixed } from './arp.js'
import { bridgeIn, ipIn, type NetworkMap } from './map.js'

/** What a VXLAN link was made with can be changed by none: lines that make it anew with another id or port, and all it had. */
export function vxlanAnew(
  map: NetworkMap,
  link: Link,
  change: { id?: number; port?: number; local?: string },
): string | undefined {
  if (link.kind !== 'other' || link.made?.type !== 'vxlan') return undefined
  const over = overOf(map.snapshot.state, link)
  // What was made in one namespace and moved to another is not made by two lines.
  if (over !== undefined && over.namespace !== link.namespace) return undefined
  const { id, port, local, remote, group, learning } = { ...link.made, ...change }
  const { name } = link
  const more = map.more(link.namespace)
  const words = (...options: [string, string | number | null | undefined][]): string =>
    options.map(([key, value]) => (value === undefined || value === null ? '' : ` ${key} ${value}`)).join('')
  const made = words(['id', id], ['dstport', port], ['local', local], ['remote', remote], ['group', group], ['dev', over?.name]) // prettier-ignore
  const [ip, bridge] = [ipIn(link.namespace), bridgeIn(link.namespace)]
  const remotes = more?.remotes.filter((each) => each.link === name && each.isPermanent && each.remote !== remote) ?? []
  const neighbours = map.space(link.namespace).neighbours.filter((each) => each.link === name && isFixed(each)) // prettier-ignore
  const routes = more?.routes.filter((route) => new RegExp(` dev ${name.replaceAll('.', '\\.')}(?: |$)`).test(route.words)) ?? [] // prettier-ignore
  return [
    `${ip} link del ${name}`,
    `${ip} link add ${name}${words(['mtu', link.mtu], ['address', link.mac])} type vxlan${made}${learning === false ? ' nolearning' : ''}`,
    `${ip} link set ${name}${words(['master', link.master])}${link.up ? ' up' : ''}`,
    ...(map.detail(link)?.addresses ?? []).map((address) => `${ip} addr add ${address} dev ${name}`),
    ...routes.map(({ family, words: route }) => `${ip}${family === 'inet6' ? ' -6' : ''} route add ${route}`),
    ...neighbours.map(({ address, mac }) => `${ip} neigh add ${address} lladdr ${mac ?? ''} dev ${name} nud permanent`),
    ...remotes.map(({ mac, remote: to }) => `${bridge} fdb append ${mac} dev ${name} dst ${to}`),
  ].join('\n')
}
