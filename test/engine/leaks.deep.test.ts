import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { createNamespacesEngine } from '../../src/engine/index.js'
import { guardHost, sandboxedProcesses } from '../support/host.js'

guardHost()

it('1,000 resets leak nothing: no process, no open file, no memory to speak of', async () => {
  const engine = createNamespacesEngine()
  const cycle = async (): Promise<void> => {
    const node = await engine.start({ name: 'lab', directory: tmpdir() })
    const shell = await node.shell()
    const { failures } = await shell.run(
      'ip netns add ns1\nip link add veth1 type veth peer name veth2 netns ns1\nsleep 1000 &',
    )
    expect(failures).toEqual([])
    await node.dispose()
  }
  for (let warmUp = 0; warmUp < 50; warmUp++) await cycle()
  const before = resources()
  for (let round = 0; round < 1000; round++) await cycle()
  const after = resources()
  expect(sandboxedProcesses()).toEqual([])
  expect(after.files).toBeLessThanOrEqual(before.files)
  expect(after.heapMb).toBeLessThan(before.heapMb + 20)
})

function resources(): { files: number; heapMb: number } {
  globalThis.gc?.()
  const status = readFileSync('/proc/self/status', 'utf8')
  const residentKb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1])
  return { files: readdirSync('/proc/self/fd').length, heapMb: residentKb / 1024 }
}
