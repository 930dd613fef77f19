import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ourPrefix, removeOrphans, tryToRemove } from './folders.js'
import type { Limits } from './limits.js'

/** Bounds that hold for processes together. */
export interface ControlGroup {
  add(pid: number | undefined): void
  /** Once all of its processes are killed. */
  remove(): Promise<void>
}

/** A folder below which a group can be made, and the files that bound it. */
export interface Hierarchy {
  parent: string
  /** What the parent's `cgroup.subtree_control` must have for the group to get these files; null: it has them anyway. */
  controllers: string | null
  bounds: Readonly<Record<string, number>>
  /** Bounds that some kernels are built without. */
  further: Readonly<Record<string, number>>
}

/**
 * Version 2 has one hierarchy for all bounds, version 1 one each.
 *
 * Format: the kernel's "Control Group v2" and "Memory Resource Controller".
 */
export function hierarchiesAt(root: string, { memoryBytes, processes }: Limits): Hierarchy[] {
  if (existsSync(join(root, 'cgroup.controllers'))) {
    const bounds = { 'memory.max': memoryBytes, 'pids.max': processes }
    return [{ parent: root, controllers: '+memory +pids', bounds, further: { 'memory.swap.max': 0 } }]
  }
  const one = (name: string, bounds: Hierarchy['bounds']): Hierarchy => ({
    ...{ parent: join(root, name), controllers: null, bounds, further: {} },
  })
  return [one('memory', { 'memory.limit_in_bytes': memoryBytes }), one('pids', { 'pids.max': processes })]
}

let count = 0

/** Undefined: this user, or this machine, may make none. Resource limits and the watchdog hold without it. */
export function openControlGroup(limits: Limits, root = '/sys/fs/cgroup'): ControlGroup | undefined {
  const name = `${ourPrefix}${++count}`
  const folders: string[] = []
  try {
    for (const { parent, controllers, bounds, further } of hierarchiesAt(root, limits)) {
      if (controllers !== null) hand(parent, controllers)
      removeOrphans(parent)
      const folder = join(parent, name)
      mkdirSync(folder)
      folders.push(folder)
      // Without the files the group would bound nothing: to open one that is not there is an error.
      for (const [file, value] of Object.entries(bounds)) {
        writeFileSync(join(folder, file), String(value), { flag: 'r+' })
      }
      for (const [file, value] of Object.entries(further)) {
        if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value))
      }
    }
  } catch {
    for (const folder of folders) tryToRemove(folder) // nothing is in it yet
    return undefined
  }
  return {
    add(pid) {
      if (pid === undefined) return
      for (const folder of folders) enter(join(folder, 'cgroup.procs'), pid)
    },
    async remove() {
      await Promise.all(folders.map(removeFolder))
    },
  }
}

/** Whoever manages the machine has mostly done so; a parent with processes of its own may not, and then the files are missing. */
function hand(parent: string, controllers: string): void {
  try {
    writeFileSync(join(parent, 'cgroup.subtree_control'), controllers)
  } catch {
    // Whether the files are there is looked at next.
  }
}

function enter(file: string, pid: number): void {
  try {
    writeFileSync(file, String(pid))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it has ended already
  }
}

/** Processes that were killed count until they have ended, a moment later; in milliseconds. */
const [patienceMs, pauseMs] = [10_000, 20]

async function removeFolder(folder: string): Promise<void> {
  for (let waitedMs = 0; !tryToRemove(folder) && waitedMs < patienceMs; waitedMs += pauseMs) await sleep(pauseMs)
  // What hangs in the kernel for longer is left to the next one who grades.
}
