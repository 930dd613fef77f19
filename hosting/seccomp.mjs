/**
 * `node hosting/seccomp.mjs [BASE] > hosting/seccomp.json`: a default seccomp profile, and what a sandbox in a container
 * needs beyond. BASE is by default the one that Podman's package golang-github-containers-common brings; Docker's (moby,
 * profiles/seccomp/default.json) does as well. Format: the OCI runtime specification's and Docker's.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What unshare(1), mount(8), nsenter(1) and hostname(1) call; whether they may is then up to capabilities alone. */
export const NEEDED = [
  ...['unshare', 'setns', 'sethostname', 'mount', 'umount2'],
  // mount(8) from util-linux 2.39 on
  ...['fsopen', 'fsconfig', 'fsmount', 'move_mount', 'open_tree', 'mount_setattr'],
]

/** The profile with NEEDED allowed without a condition, and no rule of its own for any of them left. */
export function allowSandbox(profile) {
  const others = profile.syscalls
    .map((rule) => ({ ...rule, names: rule.names.filter((name) => !NEEDED.includes(name)) }))
    .filter(({ names }) => names.length > 0)
  const rule = { names: NEEDED, action: 'SCMP_ACT_ALLOW', args: [], comment: 'vethbook', includes: {}, excludes: {} }
  return { ...profile, syscalls: [...others, rule] }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , base = '/usr/share/containers/seccomp.json'] = process.argv
  console.log(JSON.stringify(allowSandbox(JSON.parse(readFileSync(base, 'utf8'))), null, 2))
}
