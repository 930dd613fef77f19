import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hierarchiesAt, openControlGroup } from '../../../src/lesson/authoring/grade/control-group.js'
import { usualLimits } from '../../../src/lesson/authoring/grade/limits.js'

const limits = { ...usualLimits, memoryBytes: 2 ** 30, processes: 100 }

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vethbook-cgroup-'))
})
afterEach(() => rmSync(root, { recursive: true }))

test('version 1 has a hierarchy for each bound', () => {
  expect(hierarchiesAt(root, limits)).toEqual([
    { parent: join(root, 'memory'), controllers: null, bounds: { 'memory.limit_in_bytes': 2 ** 30 }, further: {} },
    { parent: join(root, 'pids'), controllers: null, bounds: { 'pids.max': 100 }, further: {} },
  ])
})

test('version 2 has one for all; swap is bounded where the kernel can', () => {
  writeFileSync(join(root, 'cgroup.controllers'), 'cpu memory pids\n')
  expect(hierarchiesAt(root, limits)).toEqual([
    {
      ...{ parent: root, controllers: '+memory +pids' },
      ...{ bounds: { 'memory.max': 2 ** 30, 'pids.max': 100 }, further: { 'memory.swap.max': 0 } },
    },
  ])
})

test('version 2 is asked to hand the controllers down; where it does not, there is no group, and nothing is left', () => {
  writeFileSync(join(root, 'cgroup.controllers'), 'cpu memory pids\n')
  writeFileSync(join(root, 'cgroup.subtree_control'), '')
  // An ordinary folder: no files appear in it, as where the controllers are not handed down.
  expect(openControlGroup(limits, root)).toBeUndefined()
  expect(readFileSync(join(root, 'cgroup.subtree_control'), 'utf8')).toBe('+memory +pids')
  expect(readdirSync(root).sort()).toEqual(['cgroup.controllers', 'cgroup.subtree_control'])
})

test('version 1 without the files that bound: no group, and nothing is left', () => {
  mkdirSync(join(root, 'memory'))
  expect(openControlGroup(limits, root)).toBeUndefined()
  expect(readdirSync(join(root, 'memory'))).toEqual([])
})
