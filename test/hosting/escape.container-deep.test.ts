/** Attempts to leave a sandbox in a container, at each level, and there with the user's rights to leave the container. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BINDER_IMAGE, done, IMAGE, podman, SECCOMP, statusOf } from '../container/podman.js'
import { strictProfile } from '../container/seccomp.js'
import { ALLOWED, ATTEMPTS } from './support/attempts.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-escape-'))
const strict = join(folder, 'seccomp.json')
writeFileSync(strict, strictProfile())
afterAll(() => rmSync(folder, { recursive: true }))

const option = (value: string): string[] => ['--security-opt', value]
const LEVELS: [name: string, image: string, options: string[]][] = [
  ['privileged', IMAGE, ['--privileged']],
  ['one capability', IMAGE, ['--user', 'root', '--cap-add', 'SYS_ADMIN']],
  ['least', IMAGE, ['--cap-drop', 'ALL', ...option('no-new-privileges'), ...option(SECCOMP), ...option('unmask=ALL')]],
  ['emulator', BINDER_IMAGE, ['--cap-drop', 'ALL', ...option('no-new-privileges'), ...option(`seccomp=${strict}`)]],
]

/** In a lab: what of some lines, as JSON, comes through. */
const IN_A_LAB = `import { chooseEngine } from '/vethbook/dist/engine/index.js'
const node = await (await chooseEngine()).start({ name: 'lab', directory: process.cwd() })
const through = []
for (const line of JSON.parse(process.argv[1]))
  if ((await node.spawn(['sh', '-c', line])).exitCode === 0) through.push(line)
console.log(JSON.stringify(through))
await node.dispose()`

/** The same with the rights of the server's user. */
const OUTSIDE = `const { spawnSync } = require('child_process')
const through = JSON.parse(process.argv[1]).filter((line) => spawnSync('sh', ['-c', line]).status === 0)
console.log(JSON.stringify(through))`

/** By whatever name: of the container, where JupyterLab listens on every address. */
const NAMES = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', 'host.containers.internal', 'host.docker.internal']

describe.each(LEVELS)('%s', (level, image, options) => {
  it('root of a lab does not come out of it', async () => {
    const started = await done('run', '--detach', '--no-healthcheck', '--network', 'none', ...options, image)
    const container = started.trim()
    await expect.poll(() => statusOf(container, '/api'), { timeout: 240_000 }).toBe('200')
    await done('exec', '--detach', container, 'sh', '-c', 'sleep 100000 & wait', 'somebody-else')

    const reached = NAMES.map((name) => `curl -sf --max-time 5 http://${name}:8888/api`)
    const own = 'ip link add inside1 type veth peer name inside2'
    // To trace or enter a process takes its number. The brackets keep the line from finding itself.
    const seen = 'cat /proc/[0-9]*/cmdline | grep -q somebody[-]else'
    await done('exec', container, 'sh', '-c', seen)
    const lines = JSON.stringify([ALLOWED, own, seen, ...reached, ...ATTEMPTS])
    const inLab = await done('exec', container, 'node', '--input-type=module', '-e', IN_A_LAB, lines)
    expect(JSON.parse(inLab)).toEqual([ALLOWED, own])
    expect(await statusOf(container, '/api')).toBe('200')
    expect((await podman('exec', container, 'ls', '/usr/vethbook-was-here')).status).not.toBe(0)
    expect(await done('exec', container, 'cat', '/proc/net/dev')).not.toContain('inside1')

    // With privileges or a capability a user of the container may do much there, as docs/hosting.md says.
    if (level === 'least' || level === 'emulator') {
      const raw = `python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)'`
      const all = JSON.stringify([ALLOWED, 'ip link add outside type bridge', raw, ...ATTEMPTS])
      expect(JSON.parse(await done('exec', container, 'node', '-e', OUTSIDE, all))).toEqual([ALLOWED])
    }
    await done('rm', '--force', '--time', '0', container)
  })
})
