/** Network namespaces with a name, made and taken away as ip-netns(8) does. */
import { mkdirSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { FRESH_SYSCTLS } from '../../sysctls.js'
import { close, lastErrno, mount, must, open, setns, umount2, unshare } from './calls.js'
import { listNames, NAMES, openNamed, openNamespace, pathOf, root, type Namespaces } from './namespaces.js'

const O_RDONLY = 0
const O_WRONLY = 1
const O_CREAT = 0o100
const O_EXCL = 0o200
const O_CLOEXEC = 0o2000000
const CLONE_NEWNET = 0x40000000
const MS_BIND = 0x1000
const MS_REC = 0x4000
const MS_SHARED = 1 << 20
const MNT_DETACH = 2

/** The namespaces of the machines; new ones look like those of a fresh machine. */
export class MachineNamespaces implements Namespaces {
  readonly open = openNamed
  /** The settings in which a new namespace differs from a fresh machine's: the same for each. */
  private differing: typeof FRESH_SYSCTLS | undefined

  list(): string[] {
    return ['root', ...listNames()]
  }

  add(name: string): void {
    shareNames()
    const path = pathOf(name)
    close(must(open(path, O_CREAT | O_EXCL | O_CLOEXEC), `making ${path}`))
    try {
      this.make(() => must(mount('/proc/self/ns/net', path, 'none', MS_BIND, null), `mounting ${path}`))
    } catch (error) {
      umount2(path, MNT_DETACH)
      unlinkSync(path)
      throw error
    }
  }

  /** One without a name, that lasts as long as its descriptor. */
  addUnnamed(): number {
    return this.make(() => must(openNamespace('/proc/self/ns/net'), 'opening a network namespace'))
  }

  /** `keep` is called while this thread stands in it. */
  private make(keep: () => number): number {
    must(unshare(CLONE_NEWNET), 'making a network namespace')
    try {
      const kept = keep()
      this.freshen()
      return kept
    } finally {
      must(setns(root, CLONE_NEWNET), 'coming back to the root network namespace')
    }
  }

  /** The one that this thread stands in, as the `ip` of the sandbox does after `netns add`. */
  freshen(): void {
    if (this.differing === undefined) {
      // One by one, since ip_forward, which comes first, sets others along.
      this.differing = FRESH_SYSCTLS.filter(([path, value]) => {
        const now = settingOf(path)
        if (now === null || now === value) return false
        set(path, value)
        return true
      })
      return
    }
    for (const [path, value] of this.differing) set(path, value)
  }
}

const setting = Buffer.alloc(64)

/** Of the namespace that this thread stands in; null: the kernel has no such setting. Some fifty are asked for, one by one. */
function settingOf(path: string): string | null {
  const fd = open(`/proc/sys/net/${path}`, O_RDONLY | O_CLOEXEC)
  if (fd < 0) return null
  try {
    return setting.toString('latin1', 0, readSync(fd, setting)).trim()
  } finally {
    close(fd)
  }
}

function set(path: string, value: string): void {
  const fd = must(open(`/proc/sys/net/${path}`, O_WRONLY | O_CLOEXEC), `setting ${path}`)
  try {
    writeSync(fd, value)
  } finally {
    close(fd)
  }
}

/** @throws CallError ENOENT where there is none of that name */
export function deleteNamespace(name: string): void {
  const path = pathOf(name)
  // A left-over file is no mount.
  const result = umount2(path, MNT_DETACH)
  if (result < 0 && lastErrno() !== 'EINVAL') must(result, `unmounting ${path}`)
  unlinkSync(path)
}

let isShared = false

/** So that a name made or taken away in one mount namespace (`ip netns exec` has its own) is so in the others. */
function shareNames(): void {
  if (isShared) return
  mkdirSync(NAMES, { recursive: true, mode: 0o755 })
  if (mount('', NAMES, 'none', MS_SHARED | MS_REC, null) < 0) {
    must(mount(NAMES, NAMES, 'none', MS_BIND | MS_REC, null), `mounting ${NAMES}`)
    must(mount('', NAMES, 'none', MS_SHARED | MS_REC, null), `sharing ${NAMES}`)
  }
  isShared = true
}
