/** What our image is run with where it is to have no capability: one list for the engine, for `doctor` and for README. */

/** Where our process in a container is, in the image. */
export const INSIDE = '/vethbook/dist/engine/container/inside.js'

export type Program = 'docker' | 'podman' | 'nerdctl'

/** `profile` is the path of hosting/seccomp.json, as that program shall find it. */
export function leastOptions(program: Program, profile: string): string[] {
  return [
    // The default filter forbids unshare and mount; ours is that filter, and what these two need.
    `seccomp=${profile}`,
    // Who sees parts of /proc hidden gets no /proc of their own.
    program === 'podman' ? 'unmask=ALL' : 'systempaths=unconfined',
    // Where there is AppArmor, the profile that it gives containers forbids mount.
    'apparmor=unconfined',
  ].flatMap((option) => ['--security-opt', option])
}
