import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { allowSandbox, NEEDED } from '../../hosting/seccomp.mjs'

interface Rule {
  names: string[]
  action: string
  args?: unknown[]
  includes?: Record<string, unknown>
  excludes?: Record<string, unknown>
}
interface Profile {
  defaultAction: string
  syscalls: Rule[]
}

const read = (path: string): Profile =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')) as Profile
const base = read('test/fixtures/hosting/containers-common-0.50.1-seccomp.json')
const ours = read('hosting/seccomp.json')

it('the profile is the default one of containers-common and what the script adds', () => {
  expect(ours).toEqual(allowSandbox(base))
})

it('it allows what unshare and mount need, and nothing else is other than in the default', () => {
  const allowed = ours.syscalls.filter(({ names }) => names.some((name) => NEEDED.includes(name)))
  expect(allowed).toMatchObject([{ action: 'SCMP_ACT_ALLOW', args: [], includes: {}, excludes: {} }])
  const rest = (profile: Profile): Rule[] =>
    profile.syscalls
      .map((rule) => ({ ...rule, names: rule.names.filter((name) => !NEEDED.includes(name)) }))
      .filter(({ names }) => names.length > 0)
  expect(rest(ours)).toEqual(rest(base))
  expect(ours.defaultAction).toBe(base.defaultAction)
})

it('without CAP_SYS_ADMIN the default forbids two of them, which is why there is a profile of our own', () => {
  const forbidden = base.syscalls.filter(({ action }) => action !== 'SCMP_ACT_ALLOW').flatMap(({ names }) => names)
  expect(NEEDED.filter((name) => forbidden.includes(name)).sort()).toEqual(['sethostname', 'setns'])
})
