import type { ExecResult, Node, SpawnOptions } from '../../engine/index.js'
import { quoted } from '../../network/index.js'

/** The machine that holds a namespace, and the namespace's name there. Its full name: `root`, `ns1`, `node1/root`, `node1/ns1`. */
function machineOf(first: Node, full: string): { machine: Node; namespace: string } {
  const slash = full.indexOf('/')
  const machine = first.nodes.find(({ name }) => slash !== -1 && name === full.slice(0, slash))
  return { machine: machine ?? first, namespace: full.slice(slash + 1) }
}

/** Runs a command in the namespace of that full name, on whichever machine it is. */
export function spawnIn(
  first: Node,
  full: string,
  argv: readonly [string, ...string[]],
  options: Omit<SpawnOptions, 'namespace'>,
): Promise<ExecResult> {
  const { machine, namespace } = machineOf(first, full)
  return machine.spawn(argv, { ...options, ...(namespace === 'root' ? {} : { namespace }) })
}

/** What a shell of the first machine puts before a command that is to see the network of that namespace. */
export function entering(first: Node, full: string): string {
  if (full === 'root') return ''
  const { machine, namespace } = machineOf(first, full)
  const names = `run/netns/${namespace}`
  const file =
    machine === first ? `/${names}` : `/proc/${machine.pid}/${namespace === 'root' ? 'ns/net' : `root/${names}`}`
  return `nsenter ${quoted(`--net=${file}`)} `
}
