/** sysctl(8): a setting of the namespace that this thread stands in. */
import { writeFileSync } from 'node:fs'

/** `net.ipv4.ip_forward`, or with slashes; whichever comes first separates, the other belongs to the names. */
export function sysctlPath(key: string): string {
  const isDotted = /^[^/]*\./.test(key)
  return `/proc/sys/${isDotted ? key.replace(/[./]/g, (sign) => (sign === '.' ? '/' : '.')) : key}`
}

export function writeSysctl(key: string, value: string): void {
  writeFileSync(sysctlPath(key), value)
}
