import type { ShellPlace } from '../../engine/index.js'

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
