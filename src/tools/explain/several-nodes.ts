import {
  FIRST_NODE,
  fullName,
  meantNamespace,
  withFullNames,
  type Endpoint,
  type Explanation,
  type NetworkSnapshot,
  type NetworkState,
} from '../../network/index.js'

/**
 * The network of several nodes as one of a single machine, with namespaces by their full names (`node1/root`, `node1/ns1`): a
 * cable between two nodes is a veth pair like any other, and whoever follows a packet need not know of nodes. `byNodes` turns
 * what was found back.
 */
export function asOneMachine({ state, spaces, ...rest }: NetworkSnapshot): NetworkSnapshot {
  const named = spaces.map((space) => ({ ...space, node: FIRST_NODE, name: fullName(space) }))
  return { ...rest, state: withFullNames(state), spaces: named }
}

/** The places of a request by their full names; what names none, and an address, stays as it is. */
export function withFullPlaces<Request extends { from: string; to: string }>(
  state: NetworkState,
  request: Request,
): Request {
  const from = meantNamespace(state, request.from)
  const to = meantNamespace(state, request.to, from?.node)
  return {
    ...request,
    ...(from !== undefined && { from: fullName(from) }),
    ...(to !== undefined && { to: fullName(to) }),
  }
}

/** An explanation whose places are full names, told by node and namespace; each remedy for the shell of the node it is on. */
export function byNodes(explanation: Explanation, nodes: readonly string[]): Explanation {
  if (nodes.length === 0) return explanation
  // The name of a node stands for its root namespace.
  const words = (text: string): string => nodes.reduce((said, node) => said.replaceAll(`${node}/root`, node), text)
  const place = (full: string): { node: string; namespace: string } => placeOf(full, nodes)
  const at = (endpoint: Endpoint): Endpoint => ({ ...endpoint, ...place(endpoint.namespace) })
  const { probe } = explanation
  return {
    ...explanation,
    at: at(explanation.at),
    evidence: explanation.evidence.map(words),
    remedy: explanation.remedy.map((remedy) => {
      const { node, command, left } = onNode(remedy.command, nodes)
      const then = left === '' ? '' : `; what is left is on another node: ${left.replaceAll('\n', '; ')}`
      return { ...remedy, node, command, why: words(remedy.why) + then }
    }),
    hops: explanation.hops.map((hop) => ({
      ...hop,
      ...place(hop.namespace),
      predicted: { ...hop.predicted, says: words(hop.predicted.says) },
      observed: { ...hop.observed, says: words(hop.observed.says) },
    })),
    further: explanation.further.map((each) => ({ ...each, at: at(each.at) })),
    probe: { ...probe, from: words(probe.from), command: onNode(probe.command, nodes).command },
    disagreement: explanation.disagreement === null ? null : words(explanation.disagreement),
  }
}

function placeOf(full: string, nodes: readonly string[]): { node: string; namespace: string } {
  const slash = full.indexOf('/')
  const node = full.slice(0, Math.max(slash, 0))
  return nodes.includes(node) ? { node, namespace: full.slice(slash + 1) } : { node: FIRST_NODE, namespace: full }
}

/** `ip -n node1/ns1 …` is `ip -n ns1 …` in the shell of node1, `ip netns exec node1/root …` has no words before it there. */
function onNode(command: string, nodes: readonly string[]): { node: string; command: string; left: string } {
  const own: string[] = []
  const left: string[] = []
  let node: string | undefined
  for (const line of command.split('\n')) {
    const [matched, before = '', full = ''] = /( -n |ip netns exec )([A-Za-z0-9-]+\/\S+) ?/.exec(line) ?? []
    const place = placeOf(full, nodes)
    // What is for all namespaces of a machine names none: it goes with the line before.
    const at = matched === undefined && line.startsWith('ip neigh flush all;') ? (node ?? FIRST_NODE) : place.node
    node ??= at
    const inside = place.namespace === 'root' ? (before === ' -n ' ? ' ' : '') : `${before}${place.namespace} `
    const words = matched === undefined || place.node === FIRST_NODE ? line : line.replace(matched, inside)
    if (at === node) own.push(words)
    else left.push(`(${at}) ${words}`)
  }
  return { node: node ?? FIRST_NODE, command: own.join('\n'), left: left.join('\n') }
}
