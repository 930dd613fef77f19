import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createNamespacesEngine, type Probe } from '../../src/engine/index.js'

const PROBE = fileURLToPath(new URL('../support/probe.mjs', import.meta.url))

/** The probe of a machine that this shell line has changed; `$PROBE` runs it. */
const probeAfter = (line: string): Probe => {
  const out = execFileSync('sh', ['-c', line], {
    encoding: 'utf8',
    env: { ...process.env, PROBE: `${process.execPath} ${PROBE}` },
  })
  return JSON.parse(out) as Probe
}
const inNamespace = (line: string): Probe =>
  probeAfter(`unshare --user --map-root-user --mount sh -ec '${line}; $PROBE'`)

describe('on a machine that is really so, the probe says', () => {
  it('that it works here', async () => {
    expect(await createNamespacesEngine().probe()).toMatchObject({ works: true })
  })

  it.each(['user', 'net', 'mnt', 'pid'])('user.max_%s_namespaces=0', (kind) => {
    const setting = `user.max_${kind}_namespaces`
    expect(inNamespace(`echo 0 > /proc/sys/user/max_${kind}_namespaces`)).toMatchObject({
      works: false,
      reason: expect.stringContaining(`${setting} is 0`),
    })
  })

  it('a seccomp filter that forbids unshare', () => {
    expect(probeAfter('$PROBE seccomp')).toMatchObject({
      works: false,
      reason: expect.stringContaining('seccomp filter'),
    })
  })

  it('parts of /proc that are masked', () => {
    expect(inNamespace('mount --bind /dev/null /proc/timer_list')).toMatchObject({
      works: false,
      reason: expect.stringMatching(/parts of \/proc or \/sys \(.*\/proc\/timer_list\), so no namespace/),
    })
  })

  it('a /sys that is read-only, and devices that are mounts, as in a container without root: it can live with both', () => {
    const devices = 'for name in null zero full random urandom tty; do mount --bind /dev/$name /dev/$name; done'
    expect(inNamespace(`mount -o remount,bind,ro /sys; ${devices}`)).toMatchObject({
      works: true,
      detail: expect.stringContaining('/sys is read-only in a lab'),
    })
  })

  it('no_new_privs, which it can live with', () => {
    expect(probeAfter('setpriv --no-new-privs $PROBE')).toMatchObject({ works: true })
  })

  it('and a cell may make namespaces of its own', async () => {
    const engine = createNamespacesEngine()
    const node = await engine.start({ name: 'outer', directory: tmpdir() })
    const { stdout } = await node.spawn(['unshare', '--user', '--map-root-user', '--net', 'id', '-u'])
    await node.dispose()
    expect(stdout).toBe('0\n')
  })
})
