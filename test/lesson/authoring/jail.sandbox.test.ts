import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runJailed } from '../../../src/lesson/authoring/grade/jail.js'
import { usualLimits } from '../../../src/lesson/authoring/grade/limits.js'

it('a mount that its user cannot reach, as Podman has one, does not keep a jail from starting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-jail-'))
  const inner = join(folder, 'inner')
  mkdirSync(inner)
  // Who may not mount gets no such folder from others' mounts, either.
  const isRoot = process.getuid?.() === 0
  if (isRoot) execFileSync('mount', ['--bind', inner, inner])
  chmodSync(folder, 0o700)
  const hidden = { folder: '/nonexistent', file: '/nonexistent' }
  const run = await runJailed(['echo', 'in'], '', hidden, usualLimits, new AbortController().signal)
  if (isRoot) execFileSync('umount', [inner])
  rmSync(folder, { recursive: true })
  expect(run).toEqual({ output: 'in\n', ended: undefined, mayBeOthers: false })
})
