import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const RUN_IN_NODE = fileURLToPath(new URL('../support/run-in-node.mjs', import.meta.url))

// As Kubernetes starts a container whose allowPrivilegeEscalation is false, and systemd a service with NoNewPrivileges.
it('a node starts, and is a root of its own, where no_new_privs is set', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-privileges-'))
  const line = 'grep NoNewPrivs: /proc/self/status; ip netns add ns1; ip netns exec ns1 ip -br link show lo; id -u'
  const out = execFileSync('setpriv', ['--no-new-privs', process.execPath, RUN_IN_NODE, folder, line], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  expect(out).toMatch(/^NoNewPrivs:\t1\nlo .*LOOPBACK.*\n0\n$/)
})
