import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { createNamespacesEngine } from '../../src/engine/index.js'
import { guardHost } from '../support/host.js'
import { describeEngine } from './contract.js'
import { temporaryFolder } from './contract/node.js'

// The contract holds beside what is practised.
vi.unmock('../../src/engine/netlink/practice.js')

const OWNER = fileURLToPath(new URL('../support/engine-owner.mjs', import.meta.url))

guardHost()
describeEngine(createNamespacesEngine())

it.each([
  ['whose /etc has mounts of its own, as in a container', 'mount --bind /etc/hostname /etc/hosts'],
  ['whose /tmp and /var are mounts', 'mount --rbind /var /var; mount --rbind /tmp /tmp'],
  ['with mounts below them that are read-only', 'mount --bind /usr/share /opt; mount -o remount,bind,ro /opt'],
  [
    'whose mounts have flags, as systemd sets them',
    'for i in /dev /tmp /var; do mount --rbind $i $i; mount -o remount,bind,nosuid $i; done',
  ],
  ['whose /usr is a mount with flags', 'mount --rbind /usr /usr; mount -o remount,bind,nodev /usr'],
  ['with a mount that may not be looked at', 'mount -t tmpfs -o mode=0 none /opt'],
])('a node starts on a machine %s', (_, line) => {
  const folder = temporaryFolder()
  const start = `${line}; exec ${process.execPath} ${OWNER} namespaces ${folder} once`
  const out = execFileSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-ec', start], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  expect(out).toBe('ready\n')
})
