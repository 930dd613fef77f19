/** sysctl(8): a setting of the namespace that this thread stands in. */
import { writeFileSync } from 'node:fs'
import { sysctlPath } from '../../../network/index.js'

export function writeSysctl(key: string, value: string): void {
  writeFileSync(sysctlPath(key), value)
}
