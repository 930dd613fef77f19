/** A learner's limits by control groups of either version, in folders that stand for the kernel's. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const module = fileURLToPath(new URL('../../hosting/jupyterhub/vethbook_class', import.meta.url))
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-limits-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

/** Finds the hierarchies, enters the group of a learner, and prints what was found and the resource limits then. */
function enter(): { found: Record<string, number>; data: number; nice: number } {
  const script = `import json, os, resource, sys
from pathlib import Path
sys.path.insert(0, ${JSON.stringify(module)})
sys.dont_write_bytecode = True
import limits
groups = limits.prepare(limits.hierarchies(Path('mounts'), Path('cgroup')))
limits.enter('vethbook-1', limits.Limits(memory_bytes=10**9, cpus=1.5, processes=512), groups)
found = {name: group.version for name, group in groups.items()}
print(json.dumps({'found': found, 'data': resource.getrlimit(resource.RLIMIT_DATA)[0], 'nice': os.nice(0)}))`
  return JSON.parse(execFileSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8' })) as never
}

it('version 2: what the hub is in hands its controllers on, and the hub moves aside', () => {
  const own = 'tree/system.slice/hub'
  write({
    mounts: `cgroup2 ${folder}/tree cgroup2 rw 0 0\n`,
    cgroup: '0::/system.slice/hub\n',
    [`${own}/cgroup.type`]: 'domain\n',
    [`${own}/cgroup.controllers`]: 'cpuset cpu io memory pids\n',
    [`${own}/cgroup.subtree_control`]: '',
    [`${own}/cgroup.procs`]: '41\n42\n',
    ...Object.fromEntries(
      ['memory.max', 'memory.swap.max', 'pids.max', 'cpu.max'].map((name) => [`${own}/vethbook-1/${name}`, 'max\n']),
    ),
  })
  const before = Number(execFileSync('nice', { encoding: 'utf8' }))
  expect(enter()).toMatchObject({ found: { memory: 2, pids: 2, cpu: 2 }, nice: before })
  // The file keeps the last of what was written; the kernel takes each process as it comes.
  expect(read(`${own}/vethbook-hub/cgroup.procs`)).toBe('42')
  expect(read(`${own}/cgroup.subtree_control`)).toMatch(/^\+(memory|pids|cpu)$/)
  expect(read(`${own}/vethbook-1/memory.max`)).toBe('1000000000')
  expect(read(`${own}/vethbook-1/memory.swap.max`)).toBe('0')
  expect(read(`${own}/vethbook-1/pids.max`)).toBe('512')
  expect(read(`${own}/vethbook-1/cpu.max`)).toBe('150000 100000')
  expect(read(`${own}/vethbook-1/cgroup.procs`)).toBe('0')
})

it('version 1 for what is there, and resource limits for the rest', () => {
  write({
    mounts: `cgroup ${folder}/pids cgroup rw,pids 0 0\ncgroup2 ${folder}/unified cgroup2 rw 0 0\n`,
    cgroup: '2:pids:/\n1:memory:/not-mounted\n0::/\n',
    'pids/vethbook-1/pids.max': 'max\n',
    'unified/cgroup.controllers': '',
  })
  const before = Number(execFileSync('nice', { encoding: 'utf8' }))
  expect(enter()).toEqual({ found: { pids: 1 }, data: 1e9, nice: Math.min(19, before + 10) })
  expect(read('pids/vethbook-1/pids.max')).toBe('512')
})

it('resource limits alone where no group can be made', () => {
  write({
    mounts: `cgroup ${folder}/gone cgroup rw,pids 0 0\ncgroup ${folder}/gone cgroup rw,memory 0 0\n`,
    cgroup: '2:pids:/\n1:memory:/\n',
  })
  expect(enter()).toMatchObject({ found: {}, data: 1e9 })
})
