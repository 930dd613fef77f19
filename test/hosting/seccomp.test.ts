import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { allowSandbox, NEEDED, type Profile } from '../../hosting/seccomp.mjs'

const read = (path: string): Profile =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')) as Profile
const base = read('test/fixtures/hosting/containers-common-0.50.1-seccomp.json')
const ours = read('hosting/seccomp.json')

/** Calls that one rule without arguments decides, with what it says. */
const decided = ({ syscalls }: Profile): [string, string][] =>
  syscalls
    .filter(({ args }) => !args?.length)
    .flatMap(({ names, action }) => names.map((name): [string, string] => [name, action]))

it('the profile is what the script makes of the default one of containers-common', () => {
  expect(ours).toEqual(allowSandbox(base))
})

it('it says what the OCI runtime specification knows, and nothing else', () => {
  expect(Object.keys(ours)).toEqual(['defaultAction', 'defaultErrnoRet', 'architectures', 'syscalls'])
  const keys = new Set(ours.syscalls.flatMap((rule) => Object.keys(rule)))
  expect([...keys].sort()).toEqual(['action', 'args', 'errnoRet', 'names'])
  // libseccomp takes a call once without arguments.
  const names = decided(ours).map(([name]) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

it('what needs a capability is refused, and beside what unshare and mount need nothing is other than in the default', () => {
  const withoutConditions = base.syscalls.filter(
    ({ includes }) => includes?.caps === undefined && (includes?.arches ?? ['amd64']).includes('amd64'),
  )
  const expected = new Map(decided({ ...base, syscalls: withoutConditions }))
  for (const name of NEEDED) expected.set(name, 'SCMP_ACT_ALLOW')
  const found = new Map(decided(ours))
  for (const name of ['bpf', 'perf_event_open', 'open_by_handle_at', 'init_module', 'kexec_load', 'clock_settime'])
    expect(found.get(name)).toBe('SCMP_ACT_ERRNO')
  for (const [name, action] of expected) expect([name, found.get(name)]).toEqual([name, action])
  expect(ours.defaultAction).toBe(base.defaultAction)
})

it('without CAP_SYS_ADMIN the default forbids two of them, which is why there is a profile of our own', () => {
  const forbidden = base.syscalls.filter(({ action }) => action !== 'SCMP_ACT_ALLOW').flatMap(({ names }) => names)
  expect(NEEDED.filter((name) => forbidden.includes(name)).sort()).toEqual(['sethostname', 'setns'])
})
