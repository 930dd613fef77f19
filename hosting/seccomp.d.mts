/** As the OCI runtime specification has it, and with conditions, as Docker and Podman know them. */
export interface Rule {
  names: string[]
  action: string
  errnoRet?: number
  args?: { index: number; value: number; valueTwo: number; op: string }[] | null
  includes?: { caps?: string[]; arches?: string[] }
  excludes?: { caps?: string[]; arches?: string[] }
}
export interface Profile {
  defaultAction: string
  defaultErrnoRet?: number
  architectures?: string[]
  syscalls: Rule[]
}
/** System calls by name. */
export const NEEDED: readonly string[]
export function allowSandbox(profile: Profile): Profile
