import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLab, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf } from '../lab/recording-sink.js'
import { vethbook } from '../support/cli.js'

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const name = 'joined'
let lab: Lab

beforeAll(async () => {
  lab = await openLab({ name })
  await lab.nodes(['node1'])
  await lab.sh({ quiet: true })`ip netns add ns1
ip -n ns1 link add br7 type bridge`
})
afterAll(() => lab.dispose())

const shell = (...words: string[]) => vethbook(['shell', '--lab', name, ...words])

test('runs a command in the lab, in a namespace, on a node', async () => {
  expect((await shell('--', 'hostname')).stdout).toBe(`${name}\n`)
  expect((await shell('--in', 'ns1', '--', 'ip', '-br', 'link')).stdout).toContain('br7')
  expect((await shell('--in', 'node1', '--', 'hostname')).stdout).toBe('node1\n')
  expect(await shell('--', 'bash', '-c', 'exit 7')).toMatchObject({ code: 7 })
})

test('is a terminal whose prompt tells where it stands, also after a reset', async () => {
  await lab.reset()
  await lab.sh({ quiet: true })`ip netns add ns2`
  const typed = 'ip netns exec ns2 bash\nip link add seen type bridge; cd /tmp\nexit\nexit 3\n'
  const command = `${process.execPath} ${program} shell --lab ${name}`
  const { stdout, status } = spawnSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    input: typed,
    encoding: 'utf8',
  })
  expect(stdout).toMatch(/joined:\S+\$ [^]*ns2@joined:\/tmp\$/)
  expect(status).toBe(3)
  const { namespaces } = await lab.state()
  expect(namespaces.find((space) => space.name === 'ns2')?.links.map((link) => link.name)).toEqual(['lo', 'seen'])
})

test('names what there is where the place or the lab is none', async () => {
  expect(await shell('--in', 'ns9')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^vethbook: the lab joined has no namespace ns9; there is root, /) as string,
  })
  const { code, stderr } = await vethbook(['shell', '--lab', 'nonesuch'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/no lab nonesuch runs here\. There (is|are):\n/)
  expect(stderr).toContain(`  ${name}  (process ${process.pid}, `)
})

test('asks which lab is meant where there are several', async () => {
  const other = await openLab({ name: 'joined-too' })
  try {
    const { code, stderr } = await vethbook(['shell'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/several labs run here; say which with --lab NAME or --lab PID:\n/)
    expect(stderr).toContain('  joined-too  (')
  } finally {
    await other.dispose()
  }
})

test('what is done there is seen in the picture that follows the lab', async () => {
  const sink = recordShown()
  await lab.topology()
  spawnSync(
    'script',
    ['--quiet', '--return', '--command', `${process.execPath} ${program} shell --lab ${name}`, '/dev/null'],
    {
      input: 'ip netns add made-outside\nexit\n',
    },
  )
  await expect.poll(() => textOf(sink.displays[0]?.bundles.at(-1)), { timeout: 10_000 }).toContain('made-outside')
})
