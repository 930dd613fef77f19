import { expect, test } from 'vitest'
import { vethbook } from '../support/cli.js'

test('vethbook doctor --json tells the engine of this machine, and the programs', async () => {
  const { code, stdout, stderr } = await vethbook(['doctor', '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    engine: 'namespaces',
    engines: expect.arrayContaining([expect.objectContaining({ name: 'namespaces', works: true })]) as unknown,
    versions: { node: process.versions.node, ip: expect.stringContaining('iproute2') as string },
  })
})

test('vethbook doctor says the same in words, and which engine a lab gets only because it is asked for', async () => {
  const { code, stdout } = await vethbook(['doctor'], { env: { VETHBOOK_ENGINE: 'namespaces' } })
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^Sandbox: the engine "namespaces", which VETHBOOK_ENGINE names, runs the commands of your cells\.\n/,
  )
  expect(stdout).toContain('  ip       ip utility, iproute2')
})
