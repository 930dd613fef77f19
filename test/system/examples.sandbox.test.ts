import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vethbook-examples-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What `npm run script` does, from a folder that any user may write to. */
function script(name: string, ...args: string[]) {
  const loader = join(root, 'scripts/ts-node.mjs')
  const argv = ['--import', loader, join(root, 'examples', name), ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('examples/veth.ts prints the veth lesson as text', () => {
  const { status, stdout, stderr } = script('veth.ts')
  expect({ status, stderr }).toEqual({ status: 0, stderr: 'Cannot find device "veth1"\n' })
  expect(stdout).toContain('100 pings ns1 → 192.168.1.102: none lost')
  expect(stdout).toContain('100 pings ns2 → 192.168.1.101: none lost')
  expect(stdout).toContain('the veth pair veth1 (in ns1) – veth2 (in ns2) is gone')
  expect(stdout).toContain('Network is unreachable')
})

test('examples/picture.ts writes the picture of the README', () => {
  expect(script('picture.ts', 'pair.svg')).toMatchObject({ status: 0, stderr: '' })
  const svg = readFileSync(join(folder, 'pair.svg'), 'utf8')
  expect(svg).toBe(readFileSync(join(root, 'docs/veth-pair.svg'), 'utf8'))
})

test('examples/build.ts builds a network from data, and the difference to another', () => {
  const { status, stdout, stderr } = script('build.ts')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('the veth pair wan0 (in router) – eth0 (in web) was added')
  // Web answers what comes from the router, and reaches nothing behind it.
  expect(stdout).toContain('3 pairs not alike in both directions')
  expect(stdout).toContain('delete-address, add-address')
  expect(stdout).toContain('eth0 in web has the address 192.0.2.81/24')
})
