/**
 * `node hosting/seccomp.mjs [BASE] > hosting/seccomp.json`: a default seccomp profile as it is for a container without a
 * capability, and what a sandbox in it needs beyond. BASE is by default the one that Podman's package
 * golang-github-containers-common brings; Docker's (moby, profiles/seccomp/default.json) does as well.
 *
 * BASE has conditions, which Docker and Podman know; containerd reads a node's profile for Kubernetes as the OCI runtime
 * specification has it, without any, and takes no notice of what else there is. So they are decided here.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What unshare(1), mount(8), nsenter(1) and hostname(1) call; whether they may is then up to capabilities alone. */
export const NEEDED = [
  ...['unshare', 'setns', 'sethostname', 'mount', 'umount2'],
  // mount(8) from util-linux 2.39 on
  ...['fsopen', 'fsconfig', 'fsmount', 'move_mount', 'open_tree', 'mount_setattr'],
]

/** Of one byte order, since a filter may not mix them; by the names that conditions have, and those of the specification. */
const ARCHITECTURES = {
  amd64: 'SCMP_ARCH_X86_64',
  x86: 'SCMP_ARCH_X86',
  x32: 'SCMP_ARCH_X32',
  arm64: 'SCMP_ARCH_AARCH64',
  arm: 'SCMP_ARCH_ARM',
}

/** The profile for a container without a capability, with NEEDED allowed and no rule of its own for any of them left. */
export function allowSandbox({ defaultAction, defaultErrnoRet, syscalls }) {
  const rules = syscalls.filter(applies).flatMap(({ names, action, errnoRet, args }) => {
    const others = names.filter((name) => !NEEDED.includes(name))
    if (others.length === 0) return []
    return [{ names: others, action, ...(errnoRet !== undefined && { errnoRet }), ...(args?.length > 0 && { args }) }]
  })
  return {
    defaultAction,
    ...(defaultErrnoRet !== undefined && { defaultErrnoRet }),
    architectures: Object.values(ARCHITECTURES),
    syscalls: [...rules, { names: NEEDED, action: 'SCMP_ACT_ALLOW' }],
  }
}

/** The oldest kernel that a rule asks for (`minKernel`) is older than all that this project runs on. */
function applies({ includes = {}, excludes = {} }) {
  const isOurs = (name) => name in ARCHITECTURES
  if (includes.caps?.length > 0) return false
  return (!includes.arches || includes.arches.some(isOurs)) && !excludes.arches?.some(isOurs)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , base = '/usr/share/containers/seccomp.json'] = process.argv
  console.log(JSON.stringify(allowSandbox(JSON.parse(readFileSync(base, 'utf8'))), null, 2))
}
