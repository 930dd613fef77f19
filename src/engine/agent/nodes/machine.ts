/** The machines of a lab, as the agent reaches them: the first one, in which it lives, and those made beside it. */
import { existsSync } from 'node:fs'

export interface Machine {
  readonly name: string
  /** Its process 1, by the first machine's numbers. */
  readonly pid: number
  /** Its files, as the agent sees them: a prefix of absolute paths. */
  readonly files: string
  /** The words that put a command there, before the command's own; of a namespace, or of the root one. */
  enter(namespace: string | null): string[]
  /** Its process 1 has ended, so the others are about to. */
  hasEnded(): boolean
  /** Resolves when nothing of it is left. */
  gone: Promise<void>
}

export const FIRST: Machine = {
  name: 'host',
  pid: 1,
  files: '',
  enter: (namespace) => (namespace === null ? [] : ['nsenter', `--net=/run/netns/${namespace}`, '--']),
  hasEnded: () => false,
  gone: new Promise(() => undefined),
}

/** By their names; the first one is not among them. */
export const machines = new Map<string, Machine>()

/** @throws Error where there is none of that name, or not any more */
export function machineOf(name: string | null): Machine {
  const found = name === null ? FIRST : machines.get(name)
  if (found === undefined) throw new Error(`There is no node ${name}, or not any more`)
  return found
}

export function furtherMachine(name: string, pid: number): Machine {
  const files = `/proc/${pid}/root`
  const all = ['nsenter', `--target=${pid}`, '--mount', '--uts', '--ipc', '--pid']
  return {
    name,
    pid,
    files,
    enter: (namespace) => {
      const net = namespace === null ? `/proc/${pid}/ns/net` : `${files}/run/netns/${namespace}`
      return [...all, `--net=${net}`, '--wd', '--']
    },
    // Who has ended has no root any more.
    hasEnded: () => !existsSync(`${files}/`),
    gone: FIRST.gone,
  }
}
