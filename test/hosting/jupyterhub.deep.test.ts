/** A class of two on one machine: a real JupyterHub, and what one learner does to the other. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/processes.js'
import { ClassServer } from './support/class-server.js'
import type { Learner } from './support/learner.js'
import { codeCells } from './support/lesson.js'
import { classPython, root } from './support/python.js'

const isRoot = process.getuid?.() === 0

const lesson = codeCells('02-bridge')
const firstPing = lesson.findIndex((cell) => cell.includes('ping')) + 1
const tables = lesson.findIndex((cell) => cell.includes('fdb show br br0 dynamic')) + 1
/** Up to the first ping, and from there until the bridge has learnt. */
const [calm, beside] = [lesson.slice(0, firstPing), lesson.slice(firstPing, tables)]
const pair = (name: string) => `const ${name} = await openLab({ name: '${name}' })
await ${name}.build({
  namespaces: { ns1: { veth1: '10.0.0.1/24' }, ns2: { veth2: '10.0.0.2/24' } },
  links: [['ns1.veth1', 'ns2.veth2']],
})`

/** What is known of a learner outside: processes of theirs, by user id, and their control groups. */
const FIRST_ID = 0x70000000
const LAST_ID = 0x7fff0000
function leftOf(server: ClassServer): string[] {
  const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && belongsTo(pid, server))
  return [...processes, ...groupFolders(server)].filter((each) => each !== '')
}

function belongsTo(pid: string, server: ClassServer): boolean {
  try {
    const { uid } = statSync(`/proc/${pid}`)
    return (
      (uid >= FIRST_ID && uid < LAST_ID) ||
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${server.state}/work/`)
    )
  } catch (error) {
    // It has ended since the folder was read.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** The groups of both learners, of every controller, as the hub says where they are. */
function groupFolders(server: ClassServer): string[] {
  const written = /"groups": (\{.*?\})/.exec(server.printed())?.[1] ?? '{}'
  const parents = Object.values(JSON.parse(written) as Record<string, [string, number]>).map(([folder]) => folder)
  return parents
    .flatMap((parent) => [1, 2].map((id) => join(parent, `vethbook-${id}`)))
    .filter((path) => existsSync(path))
}

if (isRoot)
  describe('a class on one machine', () => {
    let server: ClassServer
    let alice: Learner
    let bob: Learner
    beforeAll(async () => {
      server = await ClassServer.start()
      ;[alice, bob] = await Promise.all([server.login('alice'), server.login('bob')])
    })
    afterAll(() => server.stop())

    it('two learners run lesson 02 at a time, and neither sees the other', async () => {
      const runs = [alice, bob].map((learner) => learner.runAll(calm))
      expect(await Promise.all(runs)).toEqual([[], []])
      await alice.run('await lab.sh`ip netns add only-of-alice`')
      const spaces = '(await lab.state()).namespaces.map(({ name }) => name)'
      expect(await alice.value(spaces)).toContain('only-of-alice')
      expect(await bob.value(spaces)).not.toContain('only-of-alice')
      const commands = `require('fs').readdirSync('/proc').filter((pid) => /^\\d+$/.test(pid))
        .map((pid) => require('fs').readFileSync('/proc/' + pid + '/cmdline', 'latin1')).join('\\n')`
      expect(await bob.value(commands)).toContain('--MultiKernelManager')
      expect(await bob.value(commands)).not.toContain('alice')
      expect(await bob.value("require('fs').readdirSync('/home/learner')")).toContain('02-bridge.ipynb')
    })

    it('one fills the home, floods and lets off a fork bomb: the lesson of the other goes on', async () => {
      const full = await bob.run(
        '%%sh --maybe\nhead -c 1G /dev/zero > zeros; df --output=avail . | tail -n 1; rm zeros',
      )
      expect(full.text).toContain('No space left on device')
      const ids = await bob.value<string>("require('fs').readFileSync('/proc/self/uid_map', 'utf8')")
      const number = (Number(ids.trim().split(/\s+/)[1]) - FIRST_ID) / 65_536 + 1
      const pids = groupFolders(server).find(
        (path) => path.endsWith(`vethbook-${number}`) && existsSync(join(path, 'pids.max')),
      )
      await bob.run(pair('loud'))
      await bob.run('%%sh\nip netns exec ns1 ping -q -f 10.0.0.2 > /dev/null &\nbomb() { bomb | bomb & }; bomb')
      const refused = () => /^max (\d+)/m.exec(readFileSync(join(pids ?? '', 'pids.events'), 'utf8'))?.[1]
      await expect.poll(refused, { timeout: 60_000 }).toMatch(/[1-9]/)

      expect(await alice.runAll(beside)).toEqual([])
      await alice.run(pair('quiet'))
      const pings = "(await quiet.ping('ns1', 'ns2', { count: 100, intervalMs: 10 })).stats.received"
      expect(await alice.value(pings)).toBe(100)
    })

    it('nothing is left when both have logged out, but their work', async () => {
      await alice.run("require('fs').writeFileSync('/home/learner/of-mine.txt', 'kept')")
      await Promise.all([alice.logout(), bob.logout()])
      const left = await eventually(() => (leftOf(server).length === 0 ? [] : undefined), { withinMs: 120_000 })
      expect(left ?? leftOf(server)).toEqual([])
      const work = execFileSync('tar', [
        '--extract',
        '--to-stdout',
        '--file',
        join(server.state, 'work/alice.tar'),
        './of-mine.txt',
      ])
      expect(work.toString()).toBe('kept')
    })
  })
else
  it('is for root, and says so', () => {
    const config = join(root, 'hosting/jupyterhub/jupyterhub_config.py')
    expect(() => execFileSync(classPython(), ['-m', 'jupyterhub', '-f', config], { stdio: 'pipe' })).toThrow('as root')
  })
