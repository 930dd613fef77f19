import type { Node } from '../../engine/index.js'
import { prefixHolds, type Explanation, type NetworkSnapshot } from '../../network/index.js'
import { readSnapshot } from '../snapshot.js'
import { bridgeCircle } from './circle.js'
import { NetworkMap } from './map.js'
import { observe } from './observe.js'
import { Neighbourhood } from './paths.js'
import { checkRequest, probeCommand, readQuestion, type ExplainRequest, type Question } from './request.js'
import { isDelayed, tunnelPorts, watched, where } from './scope.js'
import { entering } from './reach.js'
import { asOneMachine, byNodes, withFullPlaces } from './several-nodes.js'
import { serviceFault } from './service.js'
import { tell } from './tell.js'
import { missingNamespace, unaddressed } from './unsent.js'
import { judge } from './verdict.js'
import { Walk } from './walk.js'

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
  const asked = withFullPlaces(snapshot.state, request)
  const explanation = await explainOne(node, asOneMachine(snapshot), asked, signal)
  return {
    explanation: byNodes(
      explanation,
      node.nodes.map(({ name }) => name),
    ),
    snapshot,
  }
}

/** Of one machine, or of several as one. */
async function explainOne(
  node: Node,
  snapshot: NetworkSnapshot,
  request: ExplainRequest,
  signal: AbortSignal | undefined,
): Promise<Explanation> {
  const map = new NetworkMap(snapshot)
  const question = readQuestion(map, request)
  if ('missing' in question) return missingNamespace(map, request, question.missing)
  const size = question.size + (question.family === 'inet' ? 28 : 48)
  const near = new Neighbourhood(map, size)
  if (question.address === null) {
    return unaddressed(map, near, { ...question, address: '' })
  }
  const asked = { ...question, address: question.address }
  const walk = new Walk({ node, map, near, size, signal, wanted: question.isByName ? null : question.address })
  await predict(map, walk, asked)
  const command = probeCommand(asked, isDelayed(snapshot))
  const observation = await observe(node, {
    enter: (namespace) => entering(node, namespace),
    spaces: watched(map, walk),
    ...where(snapshot),
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
  return tell(asked, command, walk, observation, verdict)
}

/** Reads the network; IPv6 addresses that are still being tested for duplicates are waited for, 2.5 s at most. */
async function settled(node: Node, request: ExplainRequest, signal: AbortSignal | undefined): Promise<NetworkSnapshot> {
  const deadline = performance.now() + 2500
  for (;;) {
    const snapshot = await readSnapshot(node, signal)
    const asked = readQuestion(new NetworkMap(asOneMachine(snapshot)), withFullPlaces(snapshot.state, request))
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
  const { from, address, zone, protocol, port, target } = question
  const circle = bridgeCircle(map)
  const sent = { source: null, destination: address, protocol, port, ...(zone !== undefined && { by: zone }) }
  const end = await walk.leg('forward', sent, from, target)
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
    {
      ...{ source: end?.packet.destination ?? address, destination: back, protocol, port: null },
      sourcePort: end?.packet.port ?? port,
      // A link-local address is answered by the link that it was asked on.
      ...(end?.link != null && prefixHolds('fe80::/10', back) && { by: end.link }),
    },
    namespace,
    from,
  )
}
