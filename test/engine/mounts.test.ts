import { describe, expect, it } from 'vitest'
import { areMountedAnew, judgeMounts } from '../../src/engine/mounts.js'

const HOST = `22 30 0:20 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
23 30 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:14 - proc proc rw
40 23 0:35 / /proc/sys/fs/binfmt_misc rw,relatime shared:15 - autofs systemd-1 rw
`
/** Of `podman run`, without options. */
const CONTAINER = `501 500 0:50 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
504 500 0:53 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs ro
510 501 0:52 /null /proc/kcore rw,nosuid - tmpfs tmpfs rw
514 501 0:50 /sys /proc/sys ro,nosuid,nodev,noexec,relatime - proc proc rw
`
const FIRST = '         0          0 4294967295\n'
const ALL = 'CapEff:\t000001ffffffffff\n'
const PLAIN = 'CapEff:\t0000000000000000\n'

describe('what this process sees of /proc and /sys', () => {
  it('is all of it on a plain machine', () => {
    expect(judgeMounts(HOST, ALL, FIRST)).toEqual({ procCovers: [], isSysReadOnly: false, mayMount: true })
  })

  it('is covered in a container', () => {
    expect(judgeMounts(CONTAINER, PLAIN, FIRST)).toEqual({
      procCovers: ['/proc/kcore', '/proc/sys'],
      isSysReadOnly: true,
      mayMount: false,
    })
    expect(judgeMounts(CONTAINER.replace('/proc rw', '/proc ro'), PLAIN, FIRST).procCovers).toContain('/proc')
  })

  it('may be mounted anew with the one capability for that', () => {
    expect(judgeMounts(CONTAINER, 'CapEff:\t00000000a82425fb\n', FIRST).mayMount).toBe(true)
    expect(judgeMounts(CONTAINER, 'CapEff:\t00000000a80425fb\n', FIRST).mayMount).toBe(false)
  })

  it('is mounted anew only where that shows more', () => {
    expect(areMountedAnew(judgeMounts(HOST, ALL, FIRST))).toBe(false)
    expect(areMountedAnew(judgeMounts(CONTAINER, ALL, FIRST))).toBe(true)
    expect(areMountedAnew(judgeMounts(CONTAINER, PLAIN, FIRST))).toBe(false)
  })

  it('may not be mounted anew in a user namespace', () => {
    expect(judgeMounts(CONTAINER, ALL, '         0     100000      65536\n').mayMount).toBe(false)
  })

  it('is what was mounted last', () => {
    expect(judgeMounts(`${CONTAINER}600 504 0:60 / /sys rw - sysfs vethbook rw\n`, ALL, FIRST).isSysReadOnly).toBe(
      false,
    )
  })
})
