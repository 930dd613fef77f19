import type { Node } from './contract.js'

/** The start of one is a chain of small programs: more at a time than processors would only wait for each other. */
const AT_ONCE = 4

/**
 * Makes several machines beside a lab's first one, in their order: all of them, or none.
 *
 * @throws EngineError that of the first that could not be made
 */
export async function addNodes(first: Node, names: readonly string[]): Promise<Node[]> {
  const made = new Map<string, Node>()
  const waiting = names.values()
  const makeSome = async (): Promise<void> => {
    for (const name of waiting) made.set(name, await first.addNode(name))
  }
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, makeSome))
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure !== undefined) {
    await Promise.all([...made.values()].map((node) => node.dispose()))
    throw failure.reason as Error
  }
  return names.flatMap((name) => made.get(name) ?? [])
}
