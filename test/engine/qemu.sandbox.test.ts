/**
 * What an emulator promises, in one guest: a share of the contract, which runs over it whole among the deep tests, and what
 * its Linux has where that of this machine may not.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createQemuEngine, type Engine } from '../../src/engine/index.js'
import { explain } from '../../src/tools/index.js'
import { vethbook } from '../support/cli.js'
import { guardHost } from '../support/host.js'
import { shareNode, temporaryFolder } from './contract/node.js'

const OWNER = fileURLToPath(new URL('../support/engine-owner.mjs', import.meta.url))
const engine: Engine = createQemuEngine()

guardHost()

// An emulator is for those who may do nothing. As root the last test starts one, and a deep test tries all of them.
describe.skipIf(process.getuid?.() === 0)('one guest', () => {
  const lab = shareNode(engine)

  it('runs what tools spawn: streams apart, the exit code, input, and no command found', async () => {
    const { node } = lab
    const result = await node.spawn(['sh', '-c', 'cat; echo out; echo err >&2; exit 7'], { input: 'in ' })
    expect(result).toMatchObject({ stdout: 'in out\n', stderr: 'err\n', exitCode: 7, timedOut: false })
    expect(await node.spawn(['nonesuch'])).toMatchObject({ stderr: 'nonesuch: command not found\n', exitCode: 127 })
  })

  it('tells the folder that it has but an empty one of', async () => {
    expect(lab.node.emptyFolder).toBe(realpathSync(lab.folder))
    expect((await lab.node.spawn(['ls', realpathSync(lab.folder)])).stdout).toBe('')
  })

  it('ends them when told, and when their time is over', async () => {
    const stop = new AbortController()
    const onOutput = (): void => stop.abort()
    const stopped = lab.node.spawn(['sh', '-c', 'echo begun; sleep 1000'], { signal: stop.signal, onOutput })
    expect(await stopped).toMatchObject({ stdout: 'begun\n', signal: 'SIGKILL', isInterrupted: true, timedOut: false })
    expect(await lab.node.spawn(['sleep', '1000'], { timeoutMs: 50 })).toMatchObject({
      timedOut: true,
      isInterrupted: false,
    })
  })

  it('has one shell in which directory, variables and entered namespaces last', async () => {
    expect(await lab.say('cd /tmp; word=kept; ip netns add inner')).toBe('')
    expect(await lab.say('echo $word in $PWD; id -u; hostname')).toBe('kept in /tmp\n0\nlab')
    const { stdout, place } = await lab.run('ip netns exec inner bash\nip -br link | wc -l')
    expect({ stdout, place: place.namespace }).toEqual({ stdout: '1\n', place: 'inner' })
    await lab.run('exit\nip netns delete inner\ncd')
  })

  it('stops the command in the foreground, and runs the lines after it', async () => {
    const shell = await lab.node.shell()
    const onOutput = (_: string, text: string): void => {
      if (text.includes('begun')) shell.interrupt()
    }
    const { stdout } = await shell.run('echo begun; sleep 1000\necho after', { onOutput })
    expect(stdout).toBe('begun\nafter\n')
  })

  it('cuts a flood, and says so', async () => {
    const { stdout, stderr, isTruncated } = await lab.run('head -c 17M /dev/zero | tr "\\0" x')
    expect(isTruncated).toBe(true)
    expect((stdout + stderr).slice(-100)).toContain('output cut at 16 MiB')
  })

  it('speaks netlink, and holds several machines that links join', async () => {
    const other = await lab.node.addNode('other')
    await lab.run(
      `ip link add here type veth peer name there netns ${other.pid}\nip addr add 192.0.2.1/24 dev here; ip link set here up`,
    )
    await (await other.shell()).run('ip addr add 192.0.2.2/24 dev there; ip link set there up')
    expect(await lab.say('ping -c 1 192.0.2.2')).toContain(' 0% packet loss')
    const state = await lab.node.netlink?.readState()
    expect(state?.namespaces.map(({ node, links }) => [node, links.map(({ name }) => name)])).toEqual([
      ['host', ['lo', 'here']],
      ['other', ['lo', 'there']],
    ])
    await other.dispose()
  })

  it.each([
    [
      'netem',
      'ip link add dummy1 type dummy; ip link set dummy1 up; tc qdisc add dev dummy1 root netem delay 5ms; tc qdisc show dev dummy1',
      'netem',
    ],
    ['vrf', 'ip link add red type vrf table 10; ip -d link show red', 'vrf table 10'],
    [
      'wireguard',
      'ip link add wg0 type wireguard; wg genkey | wg set wg0 private-key /dev/stdin; wg show wg0',
      'public key',
    ],
    [
      'ipvs',
      'ipvsadm -A -t 192.0.2.9:80 -s rr; ipvsadm -a -t 192.0.2.9:80 -r 192.0.2.10:80 -m; ipvsadm -Ln',
      '192.0.2.10:80',
    ],
    [
      'a VLAN on a link',
      'ip link add dummy2 type dummy; ip link add link dummy2 name dummy2.7 type vlan id 7; ip -d link show dummy2.7',
      'id 7',
    ],
    ['gre', 'ip link add tunnel type gre local 192.0.2.1 remote 192.0.2.2; ip -d link show tunnel', 'gre'],
    [
      'nftables and iptables',
      'nft add table ip mine; iptables -A INPUT -j ACCEPT; iptables-save; nft list tables',
      'table ip mine',
    ],
  ])('has %s', async (_, lines, wanted) => {
    const { stdout, failures } = await lab.run(lines)
    expect(failures).toEqual([])
    expect(stdout).toContain(wanted)
  })

  it('loses what netem is told to lose', async () => {
    // Neighbours that need not be asked for: a question that was lost would have the next ping fail, too.
    await lab.run(`ip netns add far
ip link add near address 02:00:00:00:00:01 type veth peer name end address 02:00:00:00:00:02 netns far
ip addr add 198.51.100.1/24 dev near; ip link set near up
ip -n far addr add 198.51.100.2/24 dev end; ip -n far link set end up
ip neigh replace 198.51.100.2 lladdr 02:00:00:00:00:02 dev near nud permanent
ip -n far neigh replace 198.51.100.1 lladdr 02:00:00:00:00:01 dev end nud permanent
ip netns exec far tc qdisc add dev end root netem loss 100%`)
    expect(await lab.say('ping -c 1 -W 1 198.51.100.2')).toContain('100% packet loss')
    await lab.run('ip netns exec far tc qdisc delete dev end root')
    expect(await lab.say('ping -c 1 198.51.100.2')).toContain(' 0% packet loss')
  })

  it('filters by VLAN, and explain names ports that differ, with the command that mends it', async () => {
    await lab.run(`ip link add br0 type bridge vlan_filtering 1; ip link set br0 up
for n in 1 2; do
  ip netns add ns$n; ip link add port$n type veth peer name veth$n netns ns$n
  ip link set port$n master br0; ip link set port$n up
  ip -n ns$n addr add 203.0.113.$n/24 dev veth$n; ip -n ns$n link set veth$n up
done
bridge vlan add dev port2 vid 20 pvid untagged`)
    const told = await explain(lab.node, { from: 'ns1', to: 'ns2' })
    expect(told.explanation).toMatchObject({ cause: 'vlan-mismatch' })
    const [first] = told.explanation.remedy
    expect(await lab.say(first?.command ?? '')).toBe('')
    expect(await lab.say('ip netns exec ns1 ping -c 1 203.0.113.2')).toContain(' 0% packet loss')
  }, 240_000) // an emulated processor, on a machine that may be busy
})

it('nothing is left of a guest after kill -9 of its owner, into which no terminal leads before', async () => {
  const folder = temporaryFolder()
  const owner = spawn(process.execPath, [OWNER, engine.name, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(owner.stdout, 'data')
  expect(emulatorsIn(folder)).toHaveLength(1)
  const shell = await vethbook(['shell', '--lab', String(owner.pid)])
  expect(shell).toMatchObject({ code: 1, stderr: expect.stringMatching(/lab lab .* runs in an emulator/) as string })
  owner.kill('SIGKILL')
  await expect.poll(() => emulatorsIn(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})

function emulatorsIn(folder: string): string[] {
  return readdirSync('/proc').filter((entry) => {
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8')
      return command.startsWith('qemu-system') && command.includes(folder)
    } catch {
      // No process, or one that has ended since the folder was read.
      return false
    }
  })
}
