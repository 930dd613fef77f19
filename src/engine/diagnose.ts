/** Whether the engine `namespaces` works on a machine of these facts; where not, why, and what would mend it. Pure. */
import { leastOptions } from './container/options.js'
import type { Feature, Probe } from './contract.js'
import { type Facts, OWN_UNSHARE, PROGRAMS } from './facts.js'
import { areMountedAnew, type SystemMounts } from './mounts.js'

const CONTAINER = 'Run it in a container: docker run --rm -p 8888:8888 --privileged vethbook'
/** Also where only who may administer makes namespaces. */
const ROOT_CONTAINER = CONTAINER.replace(/vethbook$/, '--user root vethbook')
const EMULATOR =
  'Or without any of it, slower, in an emulated Linux: apt-get install --no-install-recommends qemu-system-x86, then npx vethbook emulator'

/** In the order of what to look at first: a cause before what follows from it. */
export function diagnose(facts: Facts): Probe {
  return notLinux(facts) ?? missingProgram(facts) ?? forbidden(facts) ?? works(facts)
}

type Failure = Extract<Probe, { works: false }>

function notLinux({ platform }: Facts): Failure | null {
  if (platform === 'linux') return null
  if (platform === 'win32')
    return fails('it needs a Linux kernel, and this is Windows', [
      'Use WSL 2: wsl --install, then install and start vethbook inside it',
      CONTAINER,
    ])
  const name = platform === 'darwin' ? 'macOS' : platform
  return fails(`it needs a Linux kernel, and this is ${name}`, [CONTAINER])
}

function missingProgram({ programs }: Facts): Failure | null {
  const missing = Object.entries(PROGRAMS).filter(([name]) => programs[name] !== true)
  if (missing.length === 0) return null
  const packages = [...new Set(missing.map(([, bringer]) => bringer))].join(' ')
  const names = missing.map(([name]) => `\`${name}\``).join(', ')
  return fails(`there is no ${names} on this machine`, [
    `Debian, Ubuntu: sudo apt-get install ${packages}`,
    `Elsewhere: the package that brings ${names} (${packages} on Debian)`,
  ])
}

function forbidden(facts: Facts): Failure | null {
  const { settings, trial, isRoot } = facts
  if (trial.exitCode === 0) return null
  for (const [kind, name] of Object.entries({ user: 'user', net: 'network', mnt: 'mount', pid: 'PID' } as const)) {
    const setting = `user.max_${kind as 'user' | 'net' | 'mnt' | 'pid'}_namespaces` as const
    // It binds root and containers, too.
    if (settings[setting] === '0') return switchedOff(name, setting, '10000', EMULATOR)
  }
  if (!isRoot && settings['kernel.unprivileged_userns_clone'] === '0')
    return switchedOff('user', 'kernel.unprivileged_userns_clone', '1', ROOT_CONTAINER)
  if (!isRoot && settings['kernel.apparmor_restrict_unprivileged_userns'] === '1') return appArmor(facts)
  if (/mount \/proc failed|mount: \/(proc|sys): permission denied/.test(trial.stderr)) return masked(facts)
  if (facts.hasSeccompFilter) return seccomp(facts)
  return fails(`a namespace could not be made here: ${lastLine(trial.stderr)}`, [
    ...(isRoot ? [] : ['Start vethbook as root']),
    CONTAINER,
  ])
}

function switchedOff(kind: string, setting: string, wanted: string, instead: string): Failure {
  return fails(`this machine allows no ${kind} namespaces: ${setting} is 0`, [
    `Allow them until the next start: sudo sysctl -w ${setting}=${wanted}`,
    `For good: put that setting into /etc/sysctl.d/60-vethbook.conf`,
    instead,
  ])
}

function appArmor({ hasNoNewPrivileges, isInContainer }: Facts): Failure {
  return fails(
    'AppArmor gives user namespaces no capabilities here: kernel.apparmor_restrict_unprivileged_userns is 1 (Ubuntu 23.10 and newer)' +
      (hasNoNewPrivileges ? '; this process also has no_new_privs set, under which no profile can lift that' : ''),
    [
      ...(isInContainer
        ? [`Not for root of a container: docker run --user root ${AS_ROOT} …, or with --privileged`]
        : []),
      `Lift it for vethbook only, with a copy of \`unshare\` that no other program uses and a profile for it:\n${APPARMOR_MEND}`,
      'Lift it for every program until the next start: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
      ...(isInContainer ? [] : [ROOT_CONTAINER]),
    ],
  )
}

export const APPARMOR_PROFILE = `abi <abi/4.0>,
include <tunables/global>

profile vethbook ${OWN_UNSHARE} flags=(unconfined) {
  userns,
  include if exists <local/vethbook>
}
`

const APPARMOR_MEND = `sudo install -D "$(command -v unshare)" ${OWN_UNSHARE}
sudo tee /etc/apparmor.d/vethbook <<'END'
${APPARMOR_PROFILE}END
sudo apparmor_parser -r /etc/apparmor.d/vethbook`

function masked({ isInContainer, mounts }: Facts): Failure {
  return fails(
    `${isInContainer ? 'this container hides' : 'something hides'} parts of /proc or /sys${some(mounts.procCovers)}, ` +
      'so no namespace may have its own',
    OPTIONS,
  )
}

const some = (paths: readonly string[]): string => {
  if (paths.length === 0) return ''
  return ` (${paths.slice(0, 4).join(', ')}${paths.length > 4 ? `, ${paths.length - 4} more` : ''})`
}

function seccomp({ isInContainer }: Facts): Failure {
  return fails(
    `a seccomp filter forbids to make namespaces${isInContainer ? ', as Docker sets for each container by default' : ''}`,
    OPTIONS,
  )
}

const AS_ROOT = '--cap-add SYS_ADMIN --security-opt apparmor=unconfined'

const [byDocker, byPodman] = (['docker', 'podman'] as const).map((program) =>
  [`${program} run`, ...leastOptions(program, 'hosting/seccomp.json'), '…'].join(' '),
)

/** What a container is to be started with, from little to all. Filter and masks come together, and so do their remedies. */
const OPTIONS = [
  `Without a capability: ${byDocker}`,
  `The same by Podman: ${byPodman}`,
  'For both, hosting/seccomp.json is in the image, too: docker run --rm vethbook cat /vethbook/hosting/seccomp.json',
  `With one, as root of the container: docker run --user root ${AS_ROOT} …`,
  'With all: docker run --privileged …',
  'Kubernetes: hosting/kubernetes/least, with procMount: Unmasked, hostUsers: false, and hosting/seccomp.json as localhostProfile',
  'With none of it, slower, in an emulated Linux: the image of docker build --target qemu',
]

/** All that the trial can tell of; what it does not print is missing. */
const TRIED: readonly Feature[] = [
  'tcpdump',
  'nftables',
  'iptables',
  'tun',
  'vxlan',
  'macvlan',
  'vlan',
  'dummy',
  'vlan-filtering',
  'netem',
  'tbf',
  'sysctl',
]

function works({ trial, ids, isRoot, hasNoNewPrivileges, mounts }: Facts): Probe {
  const found = new Set(trial.stdout.split('\n'))
  const missing = new Set(TRIED.filter((feature) => !found.has(feature)))
  if (ids === 'own-id') missing.add('several-users')
  const words = [detail(ids, isRoot, hasNoNewPrivileges), ...mountsInWords(mounts), NETLINK]
  return { works: true, detail: words.join(' '), missing: [...missing] }
}

const NETLINK = 'Networks are read and built by rtnetlink, and read by ip -j until our process there is up.'

function mountsInWords(mounts: SystemMounts): string[] {
  if (areMountedAnew(mounts))
    return ['/proc and /sys are mounted anew for a lab, without what hides or write-protects parts of them here.']
  return mounts.isSysReadOnly ? ['/sys is read-only in a lab, as it is here.'] : []
}

function detail(ids: Facts['ids'], isRoot: boolean, hasNoNewPrivileges: boolean): string {
  if (isRoot && ids !== 'own-id') return 'As root, in a user namespace with all ids.'
  if (ids === 'subids') return 'As a plain user, with the ids of /etc/subuid.'
  if (isRoot) return 'As root of a container that has one id.'
  return (
    'As a plain user with one id. For `su` and files of several users: a line for you in /etc/subuid and /etc/subgid, and newuidmap (package uidmap)' +
    (hasNoNewPrivileges ? '; no_new_privs, which is set here, forbids that too.' : '.')
  )
}

function fails(reason: string, remedies: string[]): Failure {
  return { works: false, reason, remedies }
}

/** But for what mount(8) adds to each failure. */
const lastLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .filter((line) => !line.includes('dmesg(1) may have'))
    .at(-1) ?? ''
