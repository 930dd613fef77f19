/** A class of two on one machine: a real JupyterHub, and what one learner does to the other. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClassServer, PASSWORD } from './support/class-server.js'
import { ALLOWED, ATTEMPTS } from './support/attempts.js'
import type { Learner } from './support/learner.js'
import { groupFile, leftInTheEnd } from './support/left.js'
import { codeCells, MISBEHAVE, pairNamed } from './support/lesson.js'
import { classPython, root } from './support/python.js'

const isRoot = process.getuid?.() === 0

const lesson = codeCells('02-bridge')
const firstPing = lesson.findIndex((cell) => cell.includes('ping')) + 1
const tables = lesson.findIndex((cell) => cell.includes('fdb show br br0 dynamic')) + 1
/** Up to the first ping, and from there until the bridge has learnt. */
const [calm, beside] = [lesson.slice(0, firstPing), lesson.slice(firstPing, tables)]
const PINGS = "(await quiet.ping('ns1', 'ns2', { count: 100, intervalMs: 10 })).stats.received"

if (isRoot) {
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
      // A port of the kernel's on the machine's loopback would be there for everyone in the class.
      const files = 'cat /home/learner/.local/share/jupyter/runtime/kernel-*.json'
      expect(await alice.value(`String(require('child_process').execSync('${files}'))`)).toContain('"transport": "ipc"')
    })

    it('the log has nothing by which one is let in, nor has a learner the password of all', async () => {
      const environment = await alice.value<Record<string, string>>('process.env')
      const theirs = environment['JUPYTERHUB_API_TOKEN']
      expect(theirs).toMatch(/^\w{32,}$/)
      expect(JSON.stringify(environment)).not.toContain(PASSWORD)
      for (const secret of [PASSWORD, theirs, alice.token, bob.token]) expect(server.printed()).not.toContain(secret)
      expect((await fetch(`${server.url}/user/alice/api/contents`)).status).toBe(403)
    })

    it('who leaves the sandbox, in a cell of TypeScript, does not leave the jail', async () => {
      const outside = [
        `kill -0 ${process.pid}`,
        `ls ${server.state}/work`,
        `python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)'`,
        'ip link add outside type bridge',
        'unshare --user --map-root-user ip link add outside type bridge',
      ]
      const through = await bob.value<string[]>(
        `${JSON.stringify([ALLOWED, ...outside, ...ATTEMPTS])}.filter((line) => require('child_process').spawnSync('sh', ['-c', line]).status === 0)`,
      )
      expect(through).toEqual([ALLOWED])
      expect(existsSync('/usr/vethbook-was-here')).toBe(false)
    })

    it('one takes more memory and namespaces than there are for one, and is refused', async () => {
      const ids = await bob.value<string>("require('fs').readFileSync('/proc/self/uid_map', 'utf8')")
      const hog = await bob.run(`%%sh --maybe\npython3 -c 'b"x" * (2 << 30)'; echo "exit code $?"`)
      expect(hog.text).toContain('exit code 137')
      const file = server.groups()['memory']?.[1] === 1 ? 'memory.oom_control' : 'memory.events'
      expect(groupFile(server, ids, file)).toMatch(/^oom_kill [1-9]/m)
      const many = await bob.run(`%%sh --maybe
for turn in $(seq 150); do ip netns add many$turn || break; done 2> /dev/null
echo "made $(ls /run/netns | grep -c many)"
for turn in $(seq 150); do ip netns del many$turn || break; done 2> /dev/null`)
      const made = Number(/made (\d+)/.exec(many.text)?.[1])
      expect(made).toBeGreaterThan(50)
      expect(made).toBeLessThan(100)
    })

    it('one fills the home, floods and lets off a fork bomb: the lesson of the other goes on', async () => {
      await bob.run(pairNamed('loud'))
      const full = await bob.run(MISBEHAVE[0])
      expect(full.text).toContain('No space left on device')
      const ids = await bob.value<string>("require('fs').readFileSync('/proc/self/uid_map', 'utf8')")
      await bob.run(MISBEHAVE[1])
      const refused = (): string | undefined => /^max (\d+)/m.exec(groupFile(server, ids, 'pids.events'))?.[1]
      await expect.poll(refused, { timeout: 60_000 }).toMatch(/[1-9]/)

      expect(await alice.runAll(beside)).toEqual([])
      await alice.run(pairNamed('quiet'))
      expect(await alice.value(PINGS)).toBe(100)
    })

    it('nothing is left when both have logged out, but their work, which is there the next time', async () => {
      await alice.run("require('fs').writeFileSync('/home/learner/of-mine.txt', 'kept')")
      await Promise.all([alice.logout(), bob.logout()])
      expect(await leftInTheEnd(server)).toEqual([])
      alice = await server.login('alice')
      expect(await alice.value("require('fs').readFileSync('/home/learner/of-mine.txt', 'utf8')")).toBe('kept')
      await alice.logout()
      expect(await leftInTheEnd(server)).toEqual([])
    })
  })

  describe('where control groups cannot be written', () => {
    let server: ClassServer
    let carol: Learner
    let dave: Learner
    beforeAll(async () => {
      server = await ClassServer.start({ withoutControlGroups: true })
      ;[carol, dave] = await Promise.all([server.login('carol'), server.login('dave')])
    })
    afterAll(() => server.stop())

    it('resource limits bound the memory of a process, and the number of processes', async () => {
      for (const kind of ['memory', 'pids', 'cpu'])
        expect(server.printed()).toContain(`Limit of ${kind}: resource limits only`)
      expect(server.groups()).toEqual({})
      const hog = await dave.run(`%%sh --maybe\npython3 -c 'b"x" * (2 << 30)'`)
      expect(hog.text).toContain('MemoryError')
      const forks = await dave.run(`%%sh
python3 - << 'END'
import os, signal
made = []
try:
    while len(made) < 1000:
        pid = os.fork()
        if pid == 0:
            signal.pause()
        made.append(pid)
except BlockingIOError:
    print(f'refused after {len(made)}')
finally:
    for pid in made: os.kill(pid, signal.SIGKILL)
END`)
      expect(Number(/refused after (\d+)/.exec(forks.text)?.[1])).toBeLessThan(512)
    })

    it('a flood and a fork bomb of one leave the network of the other alone', async () => {
      await carol.run(pairNamed('quiet'))
      await dave.run(pairNamed('loud'))
      await dave.run(MISBEHAVE[1])
      expect(await carol.value(PINGS)).toBe(100)
      await Promise.all([carol.logout(), dave.logout()])
      expect(await leftInTheEnd(server)).toEqual([])
    })
  })

  it('a server that nobody uses is ended, and nothing is left but the home', async () => {
    const idle = '--timeout=1 --cull-every=1'
    const server = await ClassServer.start({
      settings: `c.JupyterHub.services[0]['command'][-2:] = ${JSON.stringify(idle.split(' '))}`,
    })
    try {
      await server.knock('erin')
      const home = join(server.state, 'work/erin.tar')
      await expect.poll(() => existsSync(home), { timeout: 120_000 }).toBe(true)
      expect(await leftInTheEnd(server)).toEqual([])
      expect(execFileSync('tar', ['--list', '--file', home], { encoding: 'utf8' })).toContain('./02-bridge.ipynb')
      expect(server.printed()).toMatch(/Culling server erin/)
    } finally {
      await server.stop()
    }
  })
} else
  it('is for root, and says so', () => {
    const config = join(root, 'hosting/jupyterhub/jupyterhub_config.py')
    expect(() => execFileSync(classPython(), ['-m', 'jupyterhub', '-f', config], { stdio: 'pipe' })).toThrow('as root')
  })
