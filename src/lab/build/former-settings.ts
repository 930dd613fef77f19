import type { Node } from '../../engine/index.js'
import { findNamespace, FIRST_NODE, type NetworkState, type Operation } from '../../network/index.js'

/** What brings back settings that a state does not tell, of namespaces that were there before: sysctls and firewalls. */
export async function formerSettings(
  first: Node,
  operations: readonly Operation[],
  before: NetworkState,
): Promise<Operation[]> {
  const asked = operations.map(async (operation): Promise<Operation[]> => {
    if (operation.do !== 'set-sysctl' && operation.do !== 'load-nftables') return []
    const { node: name = FIRST_NODE, namespace } = operation
    if (findNamespace(before, namespace, name) === undefined) return []
    const node = first.nodes.find((each) => each.name === name) ?? first
    const argv: [string, ...string[]] =
      operation.do === 'set-sysctl' ? ['sysctl', '-n', operation.key] : ['nft', 'list', 'ruleset']
    const { stdout, exitCode } = await node.spawn(argv, namespace === 'root' ? {} : { namespace })
    // There is no such key, or no nft: then the operation itself will be refused.
    if (exitCode !== 0) return []
    if (operation.do === 'set-sysctl') return [{ ...operation, value: stdout.trim() }]
    return [{ ...operation, ruleset: `flush ruleset\n${stdout}` }]
  })
  return (await Promise.all(asked)).flat()
}
