import { namespaceWords, peerOf, routeWords, type NetworkState } from '../../network/index.js'
import type { Hint, Slip } from './hint.js'
import { kindWords, linkIn, mainRoutes } from './look.js'

const startOver = 'To start over with a machine as new: await lab.reset()'

/** Names and entries that are there already: mostly a cell that was run twice. */
export const takenHints: readonly Hint[] = [
  {
    says: /Cannot create namespace file "\S*\/([^/"]+)": File exists/,
    by: /netns\s+a/,
    explain: ({ said }) => `The namespace ${said[1]} is there already; go on with it. ${startOver}`,
  },
  {
    says: /RTNETLINK answers: File exists|interface with the same name exists/,
    by: /\bip\b/,
    explain: (slip) => takenLink(slip) ?? takenRoute(slip),
  },
  {
    says: /ipv4: Address already assigned|ipv6: address already assigned/,
    by: /addr/,
    explain: ({ command, namespace }) => {
      const [, address, link] = /\badd\s+(\S+).*\bdev\s+(\S+)/.exec(command) ?? []
      return address === undefined || link === undefined
        ? `That link has this address already. ${startOver}`
        : `${link} in ${namespaceWords(namespace)} has ${address} already; go on with it. ${startOver}`
    },
  },
  {
    says: /device (\S+) already exists; can't create bridge/,
    by: /brctl/,
    explain: ({ said, state, namespace }) => `${linkWords(state, namespace, said[1] ?? '')} ${startOver}`,
  },
]

function takenLink({ command, state, namespace }: Slip): string | null {
  const added = /\blink\s+a\w*\s+(?:link\s+\S+\s+)?(?:name\s+|dev\s+)?(\S+)/.exec(command)?.[1]
  const peer = /\bpeer\s+(?:name\s+)?(\S+)/.exec(command)?.[1]
  const renamed = /\blink\s+set\s.*\bname\s+(\S+)/.exec(command)?.[1]
  const moved = /\blink\s+set\s+(?:dev\s+)?(\S+)\s.*\bnetns\s+(\S+)/.exec(command)
  if (moved?.[1] !== undefined && moved[2] !== undefined) {
    // A number is a process: process 1 stands in the root namespace.
    const to = moved[2] === '1' ? 'root' : moved[2]
    return `${linkWords(state, to, moved[1])} ${startOver}`
  }
  const taken = [added, peer, renamed].filter(
    (name) => name !== undefined && linkIn(state, namespace, name) !== undefined,
  )
  if (taken.length === 0) return null
  const words = taken.map((name) => linkWords(state, namespace, name ?? ''))
  return `${[...new Set(words)].join(' ')} Nothing was added. ${startOver}`
}

function linkWords(state: NetworkState, namespace: string, name: string): string {
  const link = linkIn(state, namespace, name)
  const place = namespaceWords(namespace)
  if (link === undefined) return `A link named ${name} is in ${place} already.`
  const peer = peerOf(state, link)
  const end = peer === undefined ? '' : `; its other end is ${peer.name} in ${namespaceWords(peer.namespace)}`
  return `${name} is in ${place} already, ${kindWords(link)}${end}.`
}

function takenRoute({ command, state, namespace }: Slip): string | null {
  const destination = /\bro\w*\s+a\w*\s+(?:unicast\s+|blackhole\s+|unreachable\s+)?(\S+)/.exec(command)?.[1]
  if (destination === undefined) return null
  const route = mainRoutes(state, namespace).find((each) => each.destination === destination)
  if (route === undefined) return null
  return `${namespaceWords(namespace)} has a route to ${destination} already: ${routeWords(route)}. To change it: ip route replace …`
}
