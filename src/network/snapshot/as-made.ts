import { isIP } from 'node:net'
import { networkOf } from '../prefix.js'
import type { Link, NetworkNamespace, NetworkState, Route, Rule } from '../state.js'
import { kernelRules } from './table-steps.js'

/** What a kernel makes by itself in each namespace of a network: its rules, lo's addresses, a route for each address. */
export function asMade({ namespaces }: NetworkState): NetworkState {
  return {
    namespaces: namespaces.map((space) => ({
      ...space,
      links: space.links.map((link) => (link.kind === 'loopback' ? { ...link, addresses: ownOfLoopback(link) } : link)),
      routes: connectedRoutes(space),
      rules: kernelRules.map(([family, priority, table]): Rule => ({
        ...{ family, priority, table, from: 'all', to: null },
        ...{ action: null, iif: null, oif: null, fwmark: null },
      })),
    })),
  }
}

function ownOfLoopback({ up }: Link): Link['addresses'] {
  if (!up) return []
  const own = { scope: 'host', flags: [] }
  return [
    { ...own, family: 'inet', address: '127.0.0.1', prefixLength: 8 },
    { ...own, family: 'inet6', address: '::1', prefixLength: 128 },
  ]
}

function connectedRoutes({ links }: NetworkNamespace): Route[] {
  return links
    .filter(({ up, kind }) => up && kind !== 'loopback')
    .flatMap(({ name, addresses }) =>
      addresses
        .filter(({ family, prefixLength, flags }) => {
          return prefixLength < (family === 'inet' ? 32 : 128) && !flags.includes('noprefixroute')
        })
        .map(({ family, address, prefixLength }): Route => ({
          ...{ family, table: 'main', type: 'unicast', link: name, via: null },
          destination: asPrinted(networkOf(address, prefixLength)),
          ...{ source: null, scope: 'link', protocol: 'kernel', metric: null, flags: [] },
        })),
    )
}

/** IPv6 in its short form: RFC 5952. */
function asPrinted(prefix: string): string {
  const [network = '', length = ''] = prefix.split('/')
  if (isIP(network) !== 6) return prefix
  return `${new URL(`http://[${network}]`).hostname.slice(1, -1)}/${length}`
}
