/** The network namespaces of the machine: the root one, and those with a name in /run/netns, as ip-netns(8) has them. */
import { readdirSync } from 'node:fs'
import { close, lastErrno, must, open, setns } from './calls.js'

export const NAMES = '/run/netns'

const O_RDONLY = 0
const O_NONBLOCK = 0o4000
const O_CLOEXEC = 0o2000000
const CLONE_NEWNET = 0x40000000

/** A descriptor of a namespace; -1 where there is none, or not any more. */
export const openNamespace = (path: string): number => open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)

export const pathOf = (name: string): string => `${NAMES}/${name}`

/** The namespace that this process lives in. Our own, so that to hold it open keeps nothing alive. */
export const root = must(openNamespace('/proc/self/ns/net'), 'opening the root network namespace')

/** In the order of the numbers in the names, so that neighbours in a chain are neighbours in the list. */
export function listNames(): string[] {
  let names: string[]
  try {
    names = readdirSync(NAMES)
  } catch (error) {
    // Made by the first `ip netns add`.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return []
  }
  return names.sort((one, other) => one.length - other.length || (one < other ? -1 : 1))
}

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

/** Opens a namespace for the time of an action; undefined where there is none of that name. */
export function withNamespace<Result>(name: string, act: (fd: number) => Result): Result | undefined {
  const fd = openNamespace(pathOf(name))
  if (fd < 0) return undefined
  try {
    return act(fd)
  } finally {
    close(fd)
  }
}
