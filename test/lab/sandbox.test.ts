import { expect, it } from 'vitest'
import type { Engine, Node, Probe } from '../../src/engine/index.js'
import { Sandbox } from '../../src/lab/sandbox.js'

it('a lab probes the machine when it is first asked what it can, and not to start', async () => {
  let probes = 0
  const engine: Engine = {
    name: 'made-up',
    lacks: ['ebpf'],
    probe: () => {
      probes++
      return Promise.resolve<Probe>({ works: true, detail: '', missing: ['tun'] })
    },
    start: ({ name }) => Promise.resolve({ name, ended: Promise.resolve(null) } as Node),
  }
  const sandbox = await Sandbox.start('test', engine, '/')
  expect(await sandbox.can('ebpf')).toBe(false)
  expect(probes).toBe(0)
  expect(await Promise.all([sandbox.can('tun'), sandbox.can('nftables')])).toEqual([false, true])
  expect(probes).toBe(1)
})
