import { OperationError, type ApplyOptions, type Node } from '../engine/index.js'
import { FIRST_NODE, shellCommand, type Operation } from '../network/index.js'

/**
 * Does operations in their order: by rtnetlink where a process of ours speaks it, else by the commands that one would type.
 * An abort ends it between two operations; those before stay done.
 * @throws OperationError at the first that is refused
 */
export async function applyOperations(
  node: Node,
  operations: readonly Operation[],
  options: ApplyOptions = {},
): Promise<void> {
  if (operations.length === 0) return
  if (node.netlink !== undefined) return node.netlink.apply(operations, options)
  let done = 0
  for (const run of runsOfOneNode(operations)) {
    if (options.signal?.aborted === true) return
    await applyByShell(node, run, done, options)
    done += run.length
    options.onProgress?.(done)
  }
}

async function applyByShell(
  first: Node,
  operations: readonly Operation[],
  offset: number,
  { signal }: ApplyOptions,
): Promise<void> {
  const [operation] = operations
  const name = operation === undefined ? undefined : nodeOf(operation)
  const node = first.nodes.find((each) => each.name === name) ?? first
  const lines = operations.map((each, index) => `{ ${shellCommand(each)}\n} || { echo "refused ${index}"; exit 1; }`)
  const result = await node.spawn(['/bin/sh', '-s'], { input: `${lines.join('\n')}\n`, ...(signal && { signal }) })
  if (result.exitCode === 0 || result.isInterrupted) return
  const index = Number(/refused (\d+)\n$/.exec(result.stdout)?.[1] ?? 0)
  const refused = operations[index]
  if (refused === undefined) throw new Error(`nothing refused, and yet: ${result.stderr}`)
  const detail = result.stderr.trim().replace(/^(?:RTNETLINK answers|Error): /, '')
  throw new OperationError(offset + index, refused, null, detail, `${shellCommand(refused)}: ${detail}`)
}

function runsOfOneNode(operations: readonly Operation[]): Operation[][] {
  const runs: Operation[][] = []
  for (const operation of operations) {
    const last = runs.at(-1)
    if (last?.[0] !== undefined && nodeOf(last[0]) === nodeOf(operation)) last.push(operation)
    else runs.push([operation])
  }
  return runs
}

function nodeOf(operation: Operation): string {
  return ('at' in operation ? operation.at.node : operation.node) ?? FIRST_NODE
}
