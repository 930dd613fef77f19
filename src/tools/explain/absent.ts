import type { Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { addressesOf, commandIn, ipIn, linkWords, placeOf, type Family, type NetworkMap } from './map.js'

/** A named namespace, or another node, that has no link but lo. */
export function lonely(map: NetworkMap): string | undefined {
  return map.namespaces.find(
    ({ name, links }) => isMeantToTalk(map, name) && links.every(({ kind }) => kind === 'loopback'),
  )?.name
}

/** A root namespace may be there only for those beside it. */
function isMeantToTalk(map: NetworkMap, name: string): boolean {
  const [node] = name.split('/root')
  return (
    name !== 'root' &&
    (node === name || !map.namespaces.some((each) => each.name !== name && each.name.startsWith(`${node}/`)))
  )
}

/** It has nothing to send by. */
export function noLink(namespace: string): Fault {
  return {
    cause: 'no-link',
    at: { node: 'host', namespace },
    evidence: [`${namespace} has no link but lo: none was made, or it was deleted or moved away`],
    remedies: [],
  }
}

/**
 * A link that should have an address has none of that family; `asker` is who asks for it, and the model for its prefix where
 * `address` brings none. `''`: nothing tells which address.
 */
export function noAddress(map: NetworkMap, link: Link, family: Family, address: string, asker: Link | null): Fault {
  const bits = asker === null ? undefined : addressesOf(asker, family)[0]?.prefixLength
  const off = family === 'inet6' && map.sysctl(link.namespace, `ipv6/conf/${link.name}/disable_ipv6`) === '1'
  const smallMtu = family === 'inet6' && link.mtu < 1280
  const length = bits ?? (family === 'inet' ? 24 : 64)
  const words = address.includes('/') ? address : `${address}/${length}`
  const add = `${ipIn(link.namespace)} addr add ${words} dev ${link.name}${family === 'inet6' ? ' nodad' : ''}`
  const first = smallMtu
    ? `${ipIn(link.namespace)} link set ${link.name} mtu 1500\n`
    : off
      ? `${commandIn(link.namespace, `sysctl -w net.ipv6.conf.${link.name}.disable_ipv6=0`)}\n`
      : ''
  return {
    cause: smallMtu ? 'mtu' : 'no-address',
    at: placeOf(link),
    evidence: [
      `${linkWords(link)} has no ${family === 'inet' ? 'IPv4' : 'IPv6'} address`,
      ...(off ? [`IPv6 is switched off on it (net.ipv6.conf.${link.name}.disable_ipv6 is 1)`] : []),
      ...(smallMtu ? [`its MTU is ${link.mtu}: below 1280 the kernel takes IPv6 off a link`] : []),
    ],
    remedies: address === '' ? [] : [{ command: `${first}${add}`, why: `gives it the address that is asked for` }],
  }
}
