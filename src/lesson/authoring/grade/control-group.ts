import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Limits } from './limits.js'

/** Bounds that hold for processes together. */
export interface ControlGroup {
  add(pid: number | undefined): void
  remove(): void
}

/** The files that bound memory and processes, by the hierarchy they are in: version 2 has one for all, version 1 one each. */
function hierarchies({ memoryBytes, processes }: Limits): [folder: string, files: Record<string, number>][] {
  const root = '/sys/fs/cgroup'
  if (existsSync(join(root, 'cgroup.controllers'))) {
    return [[root, { 'memory.max': memoryBytes, 'memory.swap.max': 0, 'pids.max': processes }]]
  }
  return [
    [join(root, 'memory'), { 'memory.limit_in_bytes': memoryBytes }],
    [join(root, 'pids'), { 'pids.max': processes }],
  ]
}

let count = 0

/** Undefined: this user, or this machine, may make none. Resource limits and the watchdog hold without it. */
export function openControlGroup(limits: Limits): ControlGroup | undefined {
  const name = `vethbook-grade-${process.pid}-${++count}`
  const folders: string[] = []
  const remove = (): void => {
    for (const folder of folders) removeFolder(folder)
  }
  try {
    for (const [parent, files] of hierarchies(limits)) {
      const folder = join(parent, name)
      mkdirSync(folder)
      folders.push(folder)
      for (const [file, value] of Object.entries(files)) {
        if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value))
      }
    }
  } catch {
    remove()
    return undefined
  }
  return {
    add(pid) {
      if (pid === undefined) return
      for (const folder of folders) writeFileSync(join(folder, 'cgroup.procs'), String(pid))
    },
    remove,
  }
}

/** Processes that were killed a moment ago may still count; the folder is then left to the system. */
function removeFolder(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EBUSY' && code !== 'ENOENT') throw error
  }
}
