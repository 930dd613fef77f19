import { FIRST_NODE, findLink, type Explanation, type Link } from '../../network/index.js'
import { lonely, noAddress, noLink } from './absent.js'
import type { Fault } from './fault.js'
import { freeAddress } from './fitting.js'
import { addressesOf, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'
import { knownNames, type ExplainRequest, type Question } from './request.js'
import { linkDown } from './segment.js'

/** `from` or `to` names no namespace. */
export function missingNamespace(map: NetworkMap, request: ExplainRequest, name: string): Explanation {
  const link = findLink(map.snapshot.state, name)
  const meant = link === undefined ? '' : `. It is a link: ask for ${link.namespace}, or for an address of it`
  const fault: Fault = {
    cause: 'no-such-namespace',
    at: { node: 'host', namespace: name },
    evidence: [`no network namespace is named ${name}; ${knownNames(map)}${meant}`],
    remedies: [],
  }
  return unsent(
    { ...request, protocol: request.protocol ?? 'icmp', port: request.port ?? null, size: request.size ?? 56 },
    request.to,
    fault,
  )
}

/** The namespace that is to be reached has no address. */
export function unaddressed(
  map: NetworkMap,
  near: Neighbourhood,
  question: Question & { address: string },
): Explanation {
  const target = question.target ?? ''
  const space = map.space(target)
  const bare = space.links.every(({ kind }) => kind === 'loopback')
  const known = map.endpoints(question.from)
  const hasV4 = known.some((each) => addressesOf(each, 'inet').length > 0)
  const family = hasV4 || known.every((each) => addressesOf(each, 'inet6').length === 0) ? 'inet' : 'inet6'
  const way = near.way(question.from, target, family)
  const passage = way?.at(-1)
  const link = passage?.to ?? map.endpoints(target)[0]
  const first = lonely(map) === question.from ? question.from : undefined
  const fault =
    first !== undefined
      ? noLink(first)
      : bare || link === undefined
        ? noLink(target)
        : noAddress(map, link, family, free(map, passage?.from, family), passage?.from ?? null)
  const further = link?.up === false ? [linkDown(link)] : []
  return { ...unsent(question, target, fault), further: further.map(({ cause, at }) => ({ cause, at })) }
}

function free(map: NetworkMap, link: Link | undefined, family: Family): string {
  return link === undefined || addressesOf(link, family).length === 0 ? '' : freeAddress(map, link, family)
}

/** An explanation without a probe: there is nobody to send, or nowhere to send to. */
function unsent(
  { from, protocol, port, size }: Pick<Question, 'from' | 'protocol' | 'port' | 'size'>,
  to: string,
  fault: Fault,
): Explanation {
  return {
    reachable: false,
    cause: fault.cause,
    at: fault.at,
    evidence: fault.evidence,
    remedy: fault.remedies.map((each) => ({ ...each, node: FIRST_NODE, proven: null })),
    hops: [],
    further: [],
    probe: { from, to, protocol, port, size, command: '', output: '' },
    disagreement: null,
  }
}
