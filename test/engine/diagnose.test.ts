import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createNamespacesEngine, EngineError } from '../../src/engine/index.js'
import { APPARMOR_PROFILE, diagnose } from '../../src/engine/diagnose.js'
import { type Facts, PROGRAMS } from '../../src/engine/facts.js'

/** As README has it. */
const LEAST =
  /docker run .*--security-opt seccomp=hosting\/seccomp\.json --security-opt systempaths=unconfined --security-opt apparmor=unconfined /

/** A machine on which everything works, for a plain user. */
const fine: Facts = {
  platform: 'linux',
  isRoot: false,
  programs: Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, true])),
  settings: {
    'kernel.unprivileged_userns_clone': null,
    'kernel.apparmor_restrict_unprivileged_userns': null,
    'user.max_user_namespaces': '60000',
    'user.max_net_namespaces': '60000',
    'user.max_mnt_namespaces': '60000',
    'user.max_pid_namespaces': '60000',
  },
  hasSeccompFilter: false,
  hasNoNewPrivileges: false,
  isInContainer: false,
  mounts: { procCovers: [], isSysReadOnly: false, mayMount: false },
  ids: 'subids',
  trial: {
    exitCode: 0,
    stdout:
      'works\nsysctl\nvxlan\nmacvlan\nvlan\ndummy\nvlan-filtering\ntun\nnetem\ntbf\nnftables\niptables\ntcpdump\n',
    stderr: '',
  },
}

const refused = (stderr: string): Facts['trial'] => ({ exitCode: 1, stdout: '', stderr })
const forbidden = refused('unshare: unshare failed: Operation not permitted\n')
const machine = (facts: Partial<Facts>): Facts => ({ ...fine, ...facts })
const withSetting = (name: keyof Facts['settings'], value: string, trial = forbidden): Facts =>
  machine({ settings: { ...fine.settings, [name]: value }, trial })

describe('a machine that works', () => {
  it('misses nothing that its trial found', () => {
    expect(diagnose(fine)).toEqual({
      works: true,
      detail: expect.stringMatching(
        /^As a plain user, with the ids of \/etc\/subuid\. Networks are read and built by rtnetlink/,
      ) as string,
      missing: [],
    })
  })

  it('misses what its trial did not find', () => {
    const trial = { ...fine.trial, stdout: 'works\nsysctl\nnftables\n' }
    expect(diagnose(machine({ trial }))).toMatchObject({
      works: true,
      missing: expect.arrayContaining(['netem', 'vlan', 'tun', 'iptables', 'tcpdump']),
    })
  })

  it('with one id misses other users, and says how to get more', () => {
    expect(diagnose(machine({ ids: 'own-id' }))).toMatchObject({
      works: true,
      missing: ['several-users'],
      detail: expect.stringMatching(/\/etc\/subuid.*newuidmap \(package uidmap\)\. Networks/),
    })
  })

  it('says that no_new_privs keeps it at one id', () => {
    expect(diagnose(machine({ ids: 'own-id', hasNoNewPrivileges: true }))).toMatchObject({
      detail: expect.stringMatching(/no_new_privs, which is set here, forbids that too/),
    })
  })

  it('tells what of /proc and /sys is otherwise in a lab', () => {
    const mounts = { procCovers: ['/proc/kcore'], isSysReadOnly: true, mayMount: true }
    expect(diagnose(machine({ isRoot: true, ids: 'root', mounts }))).toMatchObject({
      detail: expect.stringMatching(/all ids\. \/proc and \/sys are mounted anew for a lab/),
    })
    expect(diagnose(machine({ mounts: { procCovers: [], isSysReadOnly: true, mayMount: false } }))).toMatchObject({
      detail: expect.stringMatching(/subuid\. \/sys is read-only in a lab, as it is here\./),
    })
  })

  it('is not put off by a filter or a setting that does no harm', () => {
    for (const facts of [
      machine({ hasSeccompFilter: true, isInContainer: true }),
      withSetting('kernel.apparmor_restrict_unprivileged_userns', '1', fine.trial),
      machine({ isRoot: true, ids: 'root' }),
    ])
      expect(diagnose(facts).works).toBe(true)
  })
})

describe('a machine that does not work gets the reason, the setting or package, and what to do', () => {
  it.each<[string, Facts, RegExp, RegExp[]]>([
    ['no ip', machine({ programs: { ...fine.programs, ip: false } }), /no `ip`/, [/apt-get install iproute2/]],
    [
      'neither ip nor unshare',
      machine({ programs: { ...fine.programs, ip: false, unshare: false, nsenter: false } }),
      /no `ip`, `unshare`, `nsenter`/,
      [/apt-get install iproute2 util-linux$/m],
    ],
    [
      'kernel.unprivileged_userns_clone=0',
      withSetting('kernel.unprivileged_userns_clone', '0'),
      /kernel\.unprivileged_userns_clone is 0/,
      [/sysctl -w kernel\.unprivileged_userns_clone=1/, /\/etc\/sysctl\.d/, /docker run .*--user root/],
    ],
    [
      'user.max_user_namespaces=0',
      withSetting('user.max_user_namespaces', '0', refused('unshare: unshare failed: No space left on device')),
      /no user namespaces: user\.max_user_namespaces is 0/,
      [/sysctl -w user\.max_user_namespaces=/, /vethbook emulator/],
    ],
    [
      'user.max_net_namespaces=0, as root too',
      { ...withSetting('user.max_net_namespaces', '0'), isRoot: true },
      /no network namespaces: user\.max_net_namespaces is 0/,
      [/sysctl -w user\.max_net_namespaces=/],
    ],
    [
      'AppArmor of Ubuntu 24.04: unshare cannot even write its id map',
      withSetting(
        'kernel.apparmor_restrict_unprivileged_userns',
        '1',
        refused('unshare: write failed /proc/self/uid_map: Operation not permitted'),
      ),
      /kernel\.apparmor_restrict_unprivileged_userns is 1/,
      [/apparmor_parser -r/, /sysctl -w kernel\.apparmor_restrict_unprivileged_userns=0/, /docker run/],
    ],
    [
      'AppArmor of Ubuntu 24.04: a namespace without capabilities',
      withSetting(
        'kernel.apparmor_restrict_unprivileged_userns',
        '1',
        refused('mount: /tmp: permission denied.\nRTNETLINK answers: Operation not permitted'),
      ),
      /gives user namespaces no capabilities/,
      [/profile vethbook/],
    ],
    [
      "Docker's seccomp",
      machine({ trial: forbidden, hasSeccompFilter: true, isInContainer: true, hasNoNewPrivileges: true }),
      /seccomp filter.*Docker/,
      [LEAST, /--cap-add SYS_ADMIN/, /--privileged/, /Kubernetes.*localhostProfile/, /emulated/],
    ],
    [
      'a container that masks /proc',
      machine({
        trial: refused('unshare: mount /proc failed: Operation not permitted'),
        hasSeccompFilter: true,
        isInContainer: true,
        mounts: { ...fine.mounts, procCovers: ['asound', 'bus', 'fs', 'irq', 'sys'].map((name) => `/proc/${name}`) },
      }),
      /this container hides parts of \/proc or \/sys \(\/proc\/asound, \/proc\/bus, \/proc\/fs, \/proc\/irq, 1 more\), so/,
      [LEAST, /podman run .*seccomp=hosting\/seccomp\.json.*unmask=ALL/],
    ],
    [
      'something else',
      machine({ trial: refused('unshare: odd\nlast words') }),
      /last words$/,
      [/as root/, /docker run/],
    ],
    ['macOS', machine({ platform: 'darwin' }), /this is macOS/, [/docker run/]],
    ['Windows', machine({ platform: 'win32' }), /this is Windows/, [/WSL 2/, /docker run/]],
  ])('%s', (_, facts, reason, remedies) => {
    const probe = diagnose(facts)
    if (probe.works) throw new Error('it should not work')
    expect(probe.reason).toMatch(reason)
    for (const remedy of remedies) expect(probe.remedies.join('\n')).toMatch(remedy)
  })

  it('no_new_privs beside AppArmor, which it keeps from being lifted', () => {
    const facts = { ...withSetting('kernel.apparmor_restrict_unprivileged_userns', '1'), hasNoNewPrivileges: true }
    expect(diagnose(facts)).toMatchObject({ reason: expect.stringMatching(/no_new_privs set, under which no profile/) })
  })

  it('AppArmor in a container, whose root is not bound by it', () => {
    const facts = { ...withSetting('kernel.apparmor_restrict_unprivileged_userns', '1'), isInContainer: true }
    expect(diagnose(facts)).toMatchObject({
      remedies: expect.arrayContaining([
        expect.stringMatching(/docker run --user root --cap-add SYS_ADMIN/),
      ]) as unknown,
    })
  })

  it('README has the same options as the reason in a container', () => {
    expect(readFileSync('README.md', 'utf8')).toMatch(LEAST)
  })

  it('the AppArmor profile is for one program that only vethbook uses', () => {
    expect(APPARMOR_PROFILE).toMatch(
      /^profile vethbook \/usr\/local\/lib\/vethbook\/unshare flags=\(unconfined\) \{\n {2}userns,$/m,
    )
  })

  it('is what a failing start says', async () => {
    const engine = createNamespacesEngine({ gather: () => Promise.resolve(machine({ platform: 'darwin' })) })
    const start = engine.start({ name: 'lab', directory: '/nowhere/at/all' })
    await expect(start).rejects.toBeInstanceOf(EngineError)
    await expect(start).rejects.toThrow(/^No sandbox can be started here: .*macOS\n {2}- Run it in a container/)
  })
})
