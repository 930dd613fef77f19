import type { Node } from '../../engine/index.js'
import type { Cause, Explanation, Hop, NetworkNamespace, NetworkSnapshot, Witness } from '../../network/index.js'
import { readSnapshot } from '../snapshot.js'
import { bridgeCircle } from './circle.js'
import type { Fault } from './fault.js'
import { commandIn, NetworkMap } from './map.js'
import { lonely, noAddress, noLink } from './neighbours.js'
import { observe } from './observe.js'
import { Neighbourhood } from './paths.js'
import { checkRequest, knownNames, probeCommand, readQuestion, type ExplainRequest, type Question } from './request.js'
import { linkDown } from './segment.js'
import { serviceFault } from './service.js'
import { countAt, judge, type Verdict } from './verdict.js'
import { Walk } from './walk.js'
import type { Observation } from './observe.js'

export type { ExplainRequest } from './request.js'

/** An explanation, and the snapshot that it was made from: proofs are made on a copy of that. */
export interface ExplainOutcome {
  explanation: Explanation
  snapshot: NetworkSnapshot
}

/**
 * Says what becomes of a packet: does it arrive, and if not what stops it, where, and what would mend it. It reads the network,
 * asks the kernel for each hop, sends a probe and counts it on its way; what it adds for that it takes away again.
 * @throws RangeError where the request cannot be meant
 */
export async function explain(node: Node, request: ExplainRequest, signal?: AbortSignal): Promise<ExplainOutcome> {
  checkRequest(request)
  const snapshot = await settled(node, request, signal)
  const map = new NetworkMap(snapshot)
  const question = readQuestion(map, request)
  if ('missing' in question) return { explanation: missingNamespace(map, request, question.missing), snapshot }
  const size = question.size + (question.family === 'inet' ? 28 : 48)
  const near = new Neighbourhood(map, size)
  if (question.address === null) {
    return { explanation: unaddressed(map, near, { ...question, address: '' }), snapshot }
  }
  const asked = { ...question, address: question.address }
  const walk = new Walk({ node, map, near, size, signal })
  await predict(map, walk, asked)
  const command = probeCommand(asked)
  const observation = await observe(node, {
    spaces: watched(map, walk),
    traced: new Set(snapshot.spaces.filter(({ nftables }) => nftables.length > 0).map(({ name }) => name)),
    recognition: {
      ...{ family: asked.family, protocol: asked.protocol },
      ports: asked.port === null ? [] : [...new Set([asked.port, ...walk.ports])],
      tunnelPorts: walk.hasTunnel ? tunnelPorts(snapshot) : [],
      nextHops: [...new Set(walk.visits.flatMap(({ next }) => (next === null || next.includes(':') ? [] : [next])))],
    },
    from: asked.from,
    command,
    signal,
  })
  const verdict = await judge({ node, map, walk, observation, question: asked, signal })
  return { explanation: tell(asked, command, walk, observation, verdict), snapshot }
}

function tunnelPorts({ spaces }: NetworkSnapshot): number[] {
  const ports = spaces.flatMap(({ links }) => links.map(({ data }) => ('id' in data ? data['port'] : undefined)))
  return [...new Set(ports.filter((port): port is number => typeof port === 'number'))]
}

/** Reads the network; IPv6 addresses that are still being tested for duplicates are waited for, 2.5 s at most. */
async function settled(node: Node, request: ExplainRequest, signal: AbortSignal | undefined): Promise<NetworkSnapshot> {
  const deadline = performance.now() + 2500
  for (;;) {
    const snapshot = await readSnapshot(node, signal)
    const map = new NetworkMap(snapshot)
    const asked = readQuestion(map, request)
    const isV6 = 'family' in asked && asked.family === 'inet6'
    const isTesting =
      isV6 &&
      snapshot.state.namespaces.some(({ links }) =>
        links.some(
          ({ addresses, carrier, master }) =>
            master === null &&
            carrier &&
            addresses.some(({ flags }) => flags.includes('tentative') && !flags.includes('dadfailed')),
        ),
      )
    if (!isTesting || performance.now() > deadline) return snapshot
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Follows the packet there, through the target's own doors, and its answer back. */
async function predict(map: NetworkMap, walk: Walk, question: Question & { address: string }): Promise<void> {
  const { from, address, protocol, port, target } = question
  const circle = bridgeCircle(map)
  const end = await walk.leg('forward', { source: null, destination: address, protocol, port }, from, target)
  if (circle !== undefined) walk.faults.unshift({ ...circle, first: 0, last: walk.checkpoints.length })
  const namespace = end?.namespace ?? target
  if (namespace === null) return
  const service = serviceFault(map, namespace, end?.packet.destination ?? address, {
    ...question,
    port: end?.packet.port ?? port,
  })
  const first = walk.checkpoints.length
  if (service !== undefined) walk.faults.push({ ...service, first, last: first + 1 })
  const back = end?.packet.source ?? walk.source
  if (back === null) return
  await walk.leg(
    'return',
    { source: end?.packet.destination ?? address, destination: back, protocol, port: null },
    namespace,
    from,
  )
}

/** Whom to watch: everybody in a small network, those on the way in a large one. */
function watched(map: NetworkMap, walk: Walk): NetworkNamespace[] {
  if (map.namespaces.length <= 16) return [...map.namespaces]
  const passed = new Set(walk.checkpoints.map(({ namespace }) => namespace))
  return map.namespaces.filter(({ name }) => passed.has(name))
}

function missingNamespace(map: NetworkMap, request: ExplainRequest, name: string): Explanation {
  const fault: Fault = {
    cause: 'no-such-namespace',
    at: { node: 'host', namespace: name },
    evidence: [`no network namespace is named ${name}; ${knownNames(map)}`],
    remedies: [],
  }
  return unsent(
    { ...request, protocol: request.protocol ?? 'icmp', port: request.port ?? null, size: request.size ?? 56 },
    request.to,
    fault,
  )
}

function unaddressed(map: NetworkMap, near: Neighbourhood, question: Question & { address: string }): Explanation {
  const target = question.target ?? ''
  const space = map.space(target)
  const bare = space.links.every(({ kind }) => kind === 'loopback')
  const family = space.links.some(({ addresses }) => addresses.some((each) => each.family === 'inet')) ? 'inet' : 'inet'
  const way = near.way(question.from, target, family)
  const passage = way?.at(-1)
  const link = passage?.to ?? map.endpoints(target)[0]
  const first = lonely(map) === question.from ? question.from : undefined
  const fault =
    first !== undefined
      ? noLink(first)
      : bare || link === undefined
        ? noLink(target)
        : noAddress(map, link, family, free(map, passage?.from), passage?.from ?? null)
  const further = link?.up === false ? [linkDown(link)] : []
  return { ...unsent(question, target, fault), further: further.map(({ cause, at }) => ({ cause, at })) }
}

function free(map: NetworkMap, link: Parameters<typeof noAddress>[4] | undefined): string {
  if (link === undefined || link === null) return ''
  const [model] = link.addresses.filter(({ family, scope }) => family === 'inet' && scope === 'global')
  if (model === undefined) return ''
  const start = model.address.split('.').slice(0, 3).join('.')
  for (let last = 1; last < 255; last++) if (map.owners(`${start}.${last}`).length === 0) return `${start}.${last}`
  return ''
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
    remedy: fault.remedies.map((each) => ({ ...each, proven: null })),
    hops: [],
    further: [],
    probe: { from, to, protocol, port, size, command: '', output: '' },
    disagreement: null,
  }
}

function tell(
  question: Question & { address: string },
  command: string,
  walk: Walk,
  observation: Observation,
  verdict: Verdict,
): Explanation {
  const { from, protocol, port, size } = question
  return {
    reachable: verdict.reachable,
    cause: verdict.cause,
    at: verdict.at,
    evidence: verdict.evidence,
    remedy: verdict.remedies.map((each) => ({ ...each, proven: null })),
    hops: hops(walk, observation, verdict),
    further: verdict.further.map(({ cause, at }): { cause: Cause; at: Fault['at'] } => ({ cause, at })),
    probe: {
      from,
      to: question.address,
      protocol,
      port,
      size,
      command: commandIn(from, command),
      output: observation.output,
    },
    disagreement: verdict.disagreement,
  }
}

function hops(walk: Walk, observation: Observation, { stop, reachable }: Verdict): Hop[] {
  return walk.visits.map((visit) => {
    const own = walk.checkpoints.slice(visit.first, visit.last)
    const fault = walk.faults.find(
      ({ first, last, cause }) => first < visit.last && last > visit.first && cause !== 'loop',
    )
    const counts = own.map((each) => countAt(observation, each))
    const isPassed = counts.length > 0 && (counts.at(-1) ?? 0) > 0
    const seen = own.findLast((each) => (countAt(observation, each) ?? 0) > 0)
    const observed: Witness = {
      passes: reachable ? true : counts.every((count) => count === undefined) ? null : isPassed,
      says:
        seen === undefined
          ? 'not seen here'
          : `${countAt(observation, seen) ?? 0} seen, last at ${seen.place}${isPassed || stop > visit.last ? '' : ', no further'}`,
    }
    return {
      ...{ node: 'host', namespace: visit.namespace, direction: visit.direction, in: visit.in, out: visit.out },
      predicted: { passes: fault === undefined, says: visit.says },
      observed,
    }
  })
}
