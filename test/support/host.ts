/**
 * What a sandbox must leave as it was. `guardHost()` compares the machine that a test file runs on before and after it;
 * our runner gives each sandbox test file a network and mount namespace of its own, so that others change nothing there.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { afterAll, beforeAll, expect } from 'vitest'

export interface HostSnapshot {
  links: string
  addresses: string
  routes: string
  rules: string
  firewall: string
  sysctls: Record<string, string>
  namedNamespaces: string[]
  mounts: string[]
  /** Processes that this one started and that live in another user namespace. */
  sandboxed: string[]
}

/** Registers the comparison for the test file that calls it. */
export function guardHost(): void {
  let before: HostSnapshot
  beforeAll(() => {
    before = snapshotHost()
  })
  afterAll(() => {
    const after = snapshotHost()
    // A mount goes with its folder, in every namespace, when somebody else removes that.
    const mounts = before.mounts.filter((mount) => after.mounts.includes(mount) || existsSync(targetOf(mount)))
    expect(after).toEqual({ ...before, mounts })
  })
}

const targetOf = (mount: string): string => (mount.split(' ')[4] ?? '').replaceAll('\\040', ' ')

export function snapshotHost(): HostSnapshot {
  return {
    links: output('ip', ['-d', 'link']),
    addresses: output('ip', ['-o', 'addr']).replaceAll(/valid_lft \S+ preferred_lft \S+/g, ''),
    routes: output('ip', ['route', 'show', 'table', 'all']) + output('ip', ['-6', 'route', 'show', 'table', 'all']),
    rules: output('ip', ['rule']) + output('ip', ['-6', 'rule']),
    firewall: output('nft', ['list', 'ruleset']) + output('iptables-save', []).replaceAll(/^#.*$/gm, ''),
    sysctls: Object.fromEntries(['net', 'kernel', 'vm'].flatMap((room) => readSysctls(`/proc/sys/${room}`))),
    namedNamespaces: list('/run/netns'),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n'),
    sandboxed: sandboxedProcesses(),
  }
}

/** In words where a tool is missing or may not look: the same before and after. */
function output(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    return `${command}: ${(error as NodeJS.ErrnoException).code ?? (error as { status: number }).status}`
  }
}

/** Counters and times that change by themselves. */
const VOLATILE =
  /\/(random\/|ns_last_pid|pty\/nr|nf_conntrack_count|sched_domain|threads-max|perf_|dentry|inode|fib_multipath_hash_seed)/

function readSysctls(folder: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return readSysctls(path)
    if (VOLATILE.test(path)) return []
    try {
      return [[path, readFileSync(path, 'utf8')]]
    } catch {
      // Written only, or for root's eyes: then no cell of ours changed it either, as far as we can see.
      return []
    }
  })
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Of our process group, since a sandbox's outer processes stay in it even when their owner has been killed. */
export function sandboxedProcesses(): string[] {
  const ours = readStat('self')
  const ownNamespace = readlinkSync('/proc/self/ns/user')
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    const stat = readStat(pid)
    if (stat === null || stat.group !== ours?.group || stat.state === 'Z') return []
    return userNamespace(pid) === ownNamespace ? [] : [`${pid} ${stat.name}`]
  })
}

function readStat(pid: string): { name: string; state: string; group: string } | null {
  try {
    const match = /^\d+ \((.*)\) (\S) \d+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return match === null ? null : { name: match[1] ?? '', state: match[2] ?? '', group: match[3] ?? '' }
  } catch {
    // It has ended since the folder was read.
    return null
  }
}

function userNamespace(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`)
  } catch {
    // Ended meanwhile, or not ours to look at.
    return readlinkSync('/proc/self/ns/user')
  }
}
