/** System calls by name. */
export const NEEDED: readonly string[]
export function allowSandbox<Profile extends { syscalls: { names: string[] }[] }>(profile: Profile): Profile
