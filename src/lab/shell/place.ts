import type { Node, ShellPlace } from '../../engine/index.js'

const places = new WeakMap<Node, ShellPlace>()

export function rememberPlace(node: Node, place: ShellPlace): void {
  places.set(node, place)
}

/** Where the shell of a machine stood after its last call; undefined: there was none. */
export function lastPlace(node: Node): ShellPlace | undefined {
  return places.get(node)
}

/** Where a shell that was left open stands, and how to leave it. */
export function placeWords({ depth, namespace }: ShellPlace): string {
  const where =
    namespace === null
      ? 'a namespace without a name'
      : namespace === 'root'
        ? 'the root namespace'
        : `the namespace ${namespace}`
  const entered =
    depth === 1 ? 'a shell was entered and is still open' : `${depth} shells were entered and are still open`
  return `The next command runs in ${where}: ${entered}. Leave with exit.`
}
