import { expect, test } from 'vitest'
import { inWords } from '../../src/cli/doctor-words.js'

const versions = { node: '20.19.0', ip: 'ip utility, iproute2-6.1.0', ping: null, kernelspec: '/x/kernels/vethbook' }

test('a machine that gets a sandbox: which, and without what', () => {
  const engine = { name: 'namespaces', lacks: ['ebpf'] as const, works: true as const, detail: 'As root.' }
  const text = inWords({ engine: 'namespaces', wanted: null, engines: [{ ...engine, missing: ['tun'] }], versions })
  expect(text).toBe(`Sandbox: the engine "namespaces" runs the commands of your cells.
  As root.
  What a lab lacks here: ebpf, tun.

Programs
  node     20.19.0
  ip       ip utility, iproute2-6.1.0
  ping     not found: apt-get install iputils-ping
  kernel   /x/kernels/vethbook`)
})

test('a machine that gets none: why, and what to do, remedies of several lines included', () => {
  const engine = { name: 'namespaces', lacks: [], works: false as const, reason: 'user namespaces are forbidden.' }
  const remedies = ['sysctl -w x=1', 'a profile:\nline 1\nline 2']
  const text = inWords({
    engine: null,
    wanted: null,
    engines: [{ ...engine, remedies }],
    versions: { ...versions, kernelspec: null },
  })
  expect(text).toContain(`No sandbox: none of the engines works on this machine.
  namespaces: no. user namespaces are forbidden.
    - sysctl -w x=1
    - a profile:
      line 1
      line 2
`)
  expect(text).toContain('kernel   not registered with Jupyter: vethbook install --user')
})

test('of the engines after the one that is taken only whether they would work; those before it in full', () => {
  const remedies = ['sysctl -w x=1']
  const failing = { lacks: [], works: false as const, reason: 'it is forbidden', remedies }
  const working = { lacks: [], works: true as const, missing: [] }
  const engines = [
    { ...failing, name: 'a' },
    { ...working, name: 'b', detail: 'Slow.' },
    { ...failing, name: 'c' },
    { ...working, name: 'd', detail: 'Slower.' },
  ]
  expect(inWords({ engine: 'b', wanted: null, engines, versions }))
    .toContain(`Sandbox: the engine "b" runs the commands of your cells.
  a: no. it is forbidden
    - sysctl -w x=1
  Slow.
  Other engines: c does not, d works (--json says why).
`)
})

test('of the one that VETHBOOK_ENGINE names in full, whether it works or not, or is none', () => {
  const a = { name: 'a', lacks: [], works: true as const, missing: [], detail: 'Quick.' }
  const b = { ...a, name: 'b', detail: 'Slow.' }
  const c = { name: 'c', lacks: [], works: false as const, reason: 'it is forbidden', remedies: ['allow it'] }
  const words = (engine: string | null, wanted: string): string =>
    inWords({ engine, wanted, engines: [a, b, c], versions }).split('\n\n')[0] ?? ''
  expect(words('b', 'b')).toBe(`Sandbox: the engine "b", which VETHBOOK_ENGINE names, runs the commands of your cells.
  Slow.
  Other engines: a works, c does not (--json says why).`)
  expect(words(null, 'c')).toBe(`No sandbox: the engine "c", which VETHBOOK_ENGINE names, does not work on this machine.
  c: no. it is forbidden
    - allow it
  Other engines: a works, b works (--json says why).`)
  expect(words(null, 'd')).toMatch(/^No sandbox: VETHBOOK_ENGINE names "d", and there is no such engine\.\n {2}Other/)
})
