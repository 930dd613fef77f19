/**
 * The network namespaces of all machines: of each the root one, and those with a name in its /run/netns, as ip-netns(8)
 * has them. Those of a further machine are called `node1/root`, `node1/ns1`.
 */
import { FIRST, machines } from '../nodes/machine.js'
import { namespaceNames } from '../place.js'
import { close, lastErrno, must, open, setns } from './calls.js'

export const NAMES = '/run/netns'

/** Where namespaces are looked for by their names. */
export interface Namespaces {
  /** The root one first. */
  list(): string[]
  /** A descriptor, to be let go by `release`; -1 where there is none of that name. */
  open(name: string): number
  /** Makes one. @throws CallError EEXIST where there is one of that name */
  add(name: string): void
}

const O_RDONLY = 0
const O_NONBLOCK = 0o4000
const O_CLOEXEC = 0o2000000
const CLONE_NEWNET = 0x40000000

/** A descriptor of a namespace; -1 where there is none, or not any more. */
export const openNamespace = (path: string): number => open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)

/** No other namespace has the name `root`, nor a slash in its own name, since that is a file's. Of a machine that is gone: a path to nothing. */
export function pathOf(name: string): string {
  if (name === 'root') return '/proc/self/ns/net'
  const slash = name.indexOf('/')
  if (slash < 0) return `${NAMES}/${name}`
  const machine = machines.get(name.slice(0, slash))
  if (machine === undefined) return ''
  const namespace = name.slice(slash + 1)
  return namespace === 'root' ? `/proc/${machine.pid}/ns/net` : `${machine.files}${NAMES}/${namespace}`
}

/** Of a machine made beside the first one. */
export const isFurther = <Place extends { node?: string }>(place: Place): place is Place & { node: string } =>
  place.node !== undefined && place.node !== FIRST.name

/** The name, here, of a namespace of a node. */
export const nameOf = (place: { node?: string; namespace: string }): string =>
  isFurther(place) ? `${place.node}/${place.namespace}` : place.namespace

/** The namespace that this process lives in. Our own, so that to hold it open keeps nothing alive. */
export const root = must(openNamespace('/proc/self/ns/net'), 'opening the root network namespace')

/** All but the first machine's root; in the order of the numbers in the names, so that neighbours in a chain are neighbours in the list. */
export function listNames(): string[] {
  const further = [...machines.values()].flatMap(({ name, files }) =>
    ['root', ...inOrder(namespaceNames(files + NAMES))].map((namespace) => `${name}/${namespace}`),
  )
  return [...inOrder(namespaceNames(NAMES)), ...further]
}

const inOrder = (names: string[]): string[] =>
  names.sort((one, other) => one.length - other.length || (one < other ? -1 : 1))

/**
 * Does something while this thread stands in a namespace; undefined where the descriptor is of no namespace (a left-over
 * file). Nothing in it may wait: whatever else this thread does would be done in there.
 */
export function within<Result>(fd: number, act: () => Result): Result | undefined {
  if (setns(fd, CLONE_NEWNET) < 0) {
    if (lastErrno() === 'EINVAL') return undefined
    must(-1, 'entering a network namespace')
  }
  try {
    return act()
  } finally {
    must(setns(root, CLONE_NEWNET), 'coming back to the root network namespace')
  }
}

/** Those of the machines. */
export const openNamed = (name: string): number => (name === 'root' ? root : openNamespace(pathOf(name)))

/** To hold our own open costs nothing, and it is never closed. */
export function release(fd: number): void {
  if (fd >= 0 && fd !== root) close(fd)
}

/** Opens a namespace for the time of an action; undefined where there is none of that name. */
export function withNamespace<Result>(
  name: string,
  act: (fd: number) => Result,
  open: (name: string) => number = openNamed,
): Result | undefined {
  const fd = open(name)
  if (fd < 0) return undefined
  try {
    return act(fd)
  } finally {
    release(fd)
  }
}
