import { readFileSync } from 'node:fs'
import { NEEDED } from '../../hosting/seccomp.mjs'

interface Rule {
  names: string[]
  action: string
  args?: { index: number; value: number; valueTwo: number; op: string }[]
  errnoRet?: number
}

/** All of CLONE_NEW*, the mask of Docker's default. */
const NEW_NAMESPACES = 0x7e020000
const [EPERM, ENOSYS] = [1, 38]

/**
 * The default filter of Podman, made as strict as Docker's and containerd's are for a container without a capability, which
 * is what Kubernetes calls RuntimeDefault: no mounts, no namespaces (moby, profiles/seccomp/default.json).
 */
export function strictProfile(): string {
  const profile = JSON.parse(readFileSync('/usr/share/containers/seccomp.json', 'utf8')) as { syscalls: Rule[] }
  const forbidden = [...NEEDED, 'pivot_root', 'umount']
  const changed = [...forbidden, 'clone', 'clone3']
  const rules = profile.syscalls
    .map((rule) => ({ ...rule, names: rule.names.filter((name) => !changed.includes(name)) }))
    .filter(({ names }) => names.length > 0)
  const withoutNamespaces = [{ index: 0, value: NEW_NAMESPACES, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }]
  return JSON.stringify({
    ...profile,
    syscalls: [
      ...rules,
      { names: forbidden, action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
      { names: ['clone'], action: 'SCMP_ACT_ALLOW', args: withoutNamespaces },
      { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    ],
  })
}
