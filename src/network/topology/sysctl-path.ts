/** `net.ipv4.ip_forward`, or with slashes, as sysctl(8) takes it; whichever comes first separates, the other belongs to the names. */
export function sysctlPath(key: string): string {
  const isDotted = /^[^/]*\./.test(key)
  return `/proc/sys/${isDotted ? key.replace(/[./]/g, (sign) => (sign === '.' ? '/' : '.')) : key}`
}
