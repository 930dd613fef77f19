import type { Node } from '../../engine/index.js'
import { fullName, listWords, meantNamespace, parseEndpoint, type NetworkState } from '../../network/index.js'

/**
 * Joins two places by a veth pair, as a cable is plugged into two machines: down, and without an address.
 * @throws RangeError where a place is none, Error with the kernel's words where it refuses.
 */
export async function plug(first: Node, state: NetworkState, one: string, other: string): Promise<void> {
  const [from, to] = [placeOf(first, state, one), placeOf(first, state, other)]
  const add = ['ip', 'link', 'add', from.link, 'type', 'veth', 'peer', 'name', to.link, 'netns', to.file]
  const result = await first.spawn(['nsenter', `--net=${from.file}`, '--', ...add])
  if (result.exitCode === 0) return
  const why = result.stderr.trim().replace(/^RTNETLINK answers: /, '')
  throw new Error(`${one} and ${other} could not be linked: ${why}`)
}

/** An interface to be, and the file of its namespace as the first machine sees it. */
function placeOf(first: Node, state: NetworkState, text: string): { link: string; file: string } {
  const { namespace, link } = parseEndpoint(text)
  if (link === undefined || link === '') {
    throw new RangeError(`${JSON.stringify(text)} names no interface: write where and which, such as 'node1.eth0'.`)
  }
  const space = meantNamespace(state, namespace)
  if (space === undefined) {
    const known = listWords(state.namespaces.map(fullName))
    throw new RangeError(`There is no node and no namespace ${namespace}; there are ${known}.`)
  }
  const pid = first.nodes.find(({ name }) => name === space.node)?.pid ?? first.pid
  const file = space.name === 'root' ? `/proc/${pid}/ns/net` : `/proc/${pid}/root/run/netns/${space.name}`
  return { link, file }
}
