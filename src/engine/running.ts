/** Nodes that run on this machine for this user, whoever started them: found in /proc (proc(5)), by their agents. */
import { readdirSync, readFileSync, statSync } from 'node:fs'

export interface RunningNode {
  /** As it was opened: `lab`. */
  name: string
  /** The process that it belongs to: a notebook's evaluator, a script. */
  owner: number
  /** The owner's notebook, where Jupyter told it one. */
  notebook: string | null
  /** The notebook's folder, the shell's first directory. */
  directory: string
  /** Its outermost process, in the first of its user namespaces. */
  outermost: number
  /** The process to enter, and those of the machines beside it. */
  pid: number
  machines: { name: string; pid: number }[]
}

/** A place to run a command in: a machine of the node, and a network namespace of that. */
export interface Place {
  /** Null for the first one. */
  machine: string | null
  /** Null for the root namespace. */
  namespace: string | null
}

const AGENT = '/engine/agent/main.js'

/** In the order in which they were started. Of one owner and name only the first: what stands by for a reset is none yet. */
export function findRunningNodes(): RunningNode[] {
  const processes = ownProcesses()
  const agents = processes
    .filter(({ command }) => command[1]?.endsWith(AGENT) === true)
    .sort((one, other) => one.startedAt - other.startedAt)
  const found = new Map<string, RunningNode>()
  for (const agent of agents) {
    const environment = environmentOf(agent.pid)
    const name = environment.get('VB_NAME')
    const { owner, outermost } = outsideOf(agent, processes)
    if (name === undefined || owner === null || found.has(`${owner} ${name}`)) continue
    const session = environmentOf(owner).get('JPY_SESSION_NAME')
    found.set(`${owner} ${name}`, {
      name,
      owner,
      notebook: session === undefined ? null : (session.split('/').at(-1) ?? null),
      directory: environment.get('VB_DIRECTORY') ?? '/',
      outermost,
      pid: agent.pid,
      machines: machinesOf(agent, processes),
    })
  }
  return [...found.values()]
}

/**
 * The words that put a command there, before the command's own. In two steps, since the first user namespace owns the PID
 * namespace and the second, inside of which there is no right to enter that, all the others.
 */
export function enterWords(node: RunningNode, { machine, namespace }: Place): string[] {
  const pid = pidOf(node, machine)
  const enter = ['--user', '--preserve-credentials']
  const all = ['--mount', '--uts', '--ipc', '--net', '--pid', `--wd=/proc/${pid}/cwd`]
  const environment = environmentOf(node.pid)
  const kept = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG'].map((name) => `${name}=${environment.get(name)}`)
  return [
    ...['nsenter', `--target=${node.outermost}`, ...enter, '--'],
    ...['nsenter', `--target=${pid}`, ...enter, ...all, '--'],
    ...['env', '-i', ...kept, `TERM=${process.env.TERM ?? 'dumb'}`],
    ...(namespace === null ? [] : ['ip', 'netns', 'exec', namespace]),
  ]
}

/** The names of the namespaces that a machine of the node has. */
export function namespacesOf(node: RunningNode, machine: string | null): string[] {
  const pid = pidOf(node, machine)
  return unlessGone(() => readdirSync(`/proc/${pid}/root/run/netns`)) ?? []
}

/** The process to enter; the first machine's where none is named. */
function pidOf({ machines, pid }: RunningNode, machine: string | null): number {
  return machines.find(({ name }) => name === machine)?.pid ?? pid
}

export interface Process {
  pid: number
  parent: number
  /** In ticks since the machine's start. */
  startedAt: number
  command: string[]
}

/** Those of this user, as /proc has them. */
export function ownProcesses(): Process[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    const read = unlessGone(() => ({
      uid: statSync(`/proc/${entry}`).uid,
      stat: readFileSync(`/proc/${entry}/stat`, 'utf8'),
      command: readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0'),
    }))
    if (read === null || read.uid !== process.getuid?.()) return []
    const fields = read.stat.slice(read.stat.lastIndexOf(')') + 2).split(' ')
    return [{ pid: Number(entry), parent: Number(fields[1]), startedAt: Number(fields[19]), command: read.command }]
  })
}

/** The outermost process of an agent's sandbox, and the one above it; null where that has ended. */
function outsideOf(agent: Process, processes: readonly Process[]): { outermost: number; owner: number | null } {
  for (let outermost = agent; ;) {
    const above = processes.find(({ pid }) => pid === outermost.parent)
    if (above === undefined || !environmentOf(above.pid).has('VB_AGENT'))
      return { outermost: outermost.pid, owner: above?.pid ?? null }
    outermost = above
  }
}

/** Each is the child of an `unshare` that the agent started, whose words name it. */
function machinesOf(agent: Process, processes: readonly Process[]): { name: string; pid: number }[] {
  return processes.flatMap(({ parent, pid, command }) => {
    const name = command[command.indexOf('node') + 1]
    if (parent !== agent.pid || command[0] !== 'unshare' || name === undefined) return []
    const first = processes.find((each) => each.parent === pid)
    return first === undefined ? [] : [{ name, pid: first.pid }]
  })
}

function environmentOf(pid: number): Map<string, string> {
  const text = unlessGone(() => readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? ''
  return new Map(text.split('\0').map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]))
}

/** Null where the process has ended, or is not ours to look into, or the file is not there. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}
