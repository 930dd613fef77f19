import { firstLine, type Case } from './evidence.js'
import type { Fault } from './fault.js'
import { commandIn, ipIn, linkWords, placeOf, type NetworkMap } from './map.js'
import type { Question } from './request.js'
import { ttlRewritten } from './ttl-rules.js'

/** Nothing that was read explains it: what was seen, and where. */
export function puzzle(given: Case, stop: number): Fault {
  const { walk, map, question, observation } = given
  const learnt = /message too long, mtu[=:] ?(\d+)/.exec(observation.output)?.[1]
  if (learnt !== undefined) return learntMtu(question.from, learnt)
  const passed = [...new Set(walk.checkpoints.slice(0, stop).map(({ namespace }) => namespace))]
  if (/Time to live exceeded|Hop limit/.test(observation.output))
    return ttlRewritten(map, passed, passed.at(-1) ?? question.from)
  const last = walk.checkpoints[stop - 1]
  const next = walk.checkpoints[stop]
  const name = /^(?:in|out) (.*)$/.exec(next?.place ?? last?.place ?? '')?.[1]
  const namespace = next?.namespace ?? last?.namespace ?? question.from
  const link = name === undefined ? undefined : map.link(namespace, name)
  const cause =
    next?.place.startsWith('out ') === true && last?.place === 'postrouting last' ? 'neighbour-unresolved' : 'unknown'
  return {
    cause,
    at: link === undefined ? { node: 'host', namespace } : placeOf(link),
    evidence: [
      'nothing in the configuration that was read explains it',
      ...(cause === 'unknown' ? gathered(given) : []),
    ],
    remedies: [],
  }
}

/** All that is known, for somebody who goes on looking: the way by the tables, what was refused, what the program said. */
function gathered({ walk, map, question, observation }: Case): string[] {
  const refusals = map.namespaces.filter(({ name, links }) =>
    links.some((link) => (observation.count(name, `in ${link.name}`, 'refusal') ?? 0) > 0),
  )
  return [
    ...walk.visits.map(({ namespace, direction, says }) => `${direction}, by the tables of ${namespace}: ${says}`),
    ...refusals.map(({ name }) => `a refusal by ICMP or TCP came in at ${name}`),
    ...map.namespaces
      .filter(({ name }) => walk.visits.some(({ namespace }) => namespace === name))
      .flatMap(({ name, neighbours }) =>
        neighbours.map(
          ({ address, link, mac, state }) =>
            `${name} has the neighbour ${address} on ${link}: ${mac ?? 'no MAC address'}, ${state}`,
        ),
      ),
    `${question.from}'s probe: ${firstLine(observation.output)}`,
  ]
}

/** A router has said before that packets of this size do not fit, and the sender remembers it for ten minutes. */
function learntMtu(namespace: string, mtu: string): Fault {
  return {
    cause: 'mtu',
    at: { node: 'host', namespace },
    evidence: [`${namespace} has been told that packets to there may have ${mtu} bytes at most, and remembers it`],
    remedies: [{ command: `${ipIn(namespace)} route flush cache`, why: 'it then finds out anew what fits' }],
  }
}

/** Somebody else than the target answered. */
export function wrongAnswer(map: NetworkMap, { address, from, target }: Question): Fault {
  const owners = map.owners(address ?? '')
  const odd = owners.find(({ namespace }) => namespace !== target) ?? owners[0]
  return {
    cause: 'address-conflict',
    at: odd === undefined ? { node: 'host', namespace: from } : placeOf(odd),
    evidence: odd === undefined ? [] : [`${linkWords(odd)} has ${address ?? ''}, too`],
    remedies:
      odd === undefined
        ? []
        : [
            {
              command: commandIn(
                odd.namespace,
                `ip addr del ${address}/${odd.addresses.find((each) => each.address === address)?.prefixLength ?? 32} dev ${odd.name}`,
              ),
              why: `leaves the address to ${target ?? 'the other owner'}`,
            },
          ],
  }
}
