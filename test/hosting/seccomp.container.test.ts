/**
 * hosting/seccomp.json as runc takes it from containerd: word for word. The container is of this machine's own files, so
 * that no image is needed; its user has no capability, and nothing to get one by.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { root } from './support/python.js'

const bundle = mkdtempSync(join(tmpdir(), 'vethbook-seccomp-'))
const files = join(bundle, 'root')
mkdirSync(files)
afterAll(() => {
  // Not with all that is in it, should a mount have been left there.
  rmdirSync(files)
  rmSync(bundle, { recursive: true })
})

/** What a line printed in the shell of a node in a container with that filter. */
function run(line: string, seccomp: unknown): string {
  const tmpfs = (destination: string, ...options: string[]): object => ({
    ...{ destination, type: 'tmpfs', source: 'tmpfs', options: ['nosuid', ...options] },
  })
  const bind = (destination: string, source: string): object => ({
    ...{ destination, source, type: 'bind', options: ['rbind', 'ro'] },
  })
  const config = {
    ociVersion: '1.0.2',
    process: {
      ...{ user: { uid: 1000, gid: 1000 }, cwd: '/tmp', noNewPrivileges: true, capabilities: {} },
      args: ['/opt/node/bin/node', '/mnt/test/support/run-in-node.mjs', '/tmp', line],
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/tmp'],
    },
    root: { path: files, readonly: true },
    mounts: [
      ...[
        { destination: '/proc', type: 'proc', source: 'proc' },
        tmpfs('/tmp', 'mode=1777'),
        tmpfs('/dev', 'mode=755'),
      ],
      ...[{ destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'nodev', 'noexec', 'ro'] }],
      ...[tmpfs('/run', 'mode=755'), tmpfs('/opt', 'mode=755')],
      // Both may lie in private folders.
      ...[bind('/mnt', root), bind('/opt/node', dirname(dirname(process.execPath)))],
    ],
    linux: {
      namespaces: ['pid', 'mount', 'ipc', 'uts', 'network'].map((type) => ({ type })),
      ...{ seccomp, maskedPaths: [], readonlyPaths: [] },
    },
  }
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(config))
  const script = `mount --rbind / ${files}
exec runc --root ${bundle}/state run --bundle ${bundle} vethbook-seccomp-${process.pid}`
  return execFileSync('unshare', ['--mount', 'sh', '-ec', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

it('a sandbox starts under hosting/seccomp.json, and as root in it one is refused what the filter refuses', () => {
  const ours = JSON.parse(readFileSync(join(root, 'hosting/seccomp.json'), 'utf8')) as object
  // kcmp(2), by its number: of oneself, the kernel allows it to everybody.
  const kcmp = `import ctypes, os; libc = ctypes.CDLL(None, use_errno=True)
print("kcmp", libc.syscall(${process.arch === 'arm64' ? 272 : 312}, os.getpid(), os.getpid(), 0, 0, 0), ctypes.get_errno())`
  const lines = `grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status
ip netns add ns1; ip -n ns1 -br link
mount -t tmpfs none /mnt && echo mounted
hostname other && hostname
chroot / echo changed
python3 -c '${kcmp}'`
  const own = /^lo .*LOOPBACK.*\nmounted\nother\n/m
  const filtered = run(lines, ours)
  expect(filtered).toMatch(/^NoNewPrivs:\t1\nSeccomp:\t2$/m)
  expect(filtered).toMatch(own)
  expect(filtered).toContain("chroot: cannot change root directory to '/': Operation not permitted")
  expect(filtered).toContain('kcmp -1 1')

  const open = run(lines, undefined)
  expect(open).toMatch(/^Seccomp:\t0$/m)
  expect(open).toMatch(own)
  expect(open).toMatch(/^changed\nkcmp 0 0$/m)
})
