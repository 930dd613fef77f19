import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/index.js'
import { snapshotHost } from '../../support/host.js'
import { lacks, LIST_TMP, shareNode, startNodes } from './node.js'

export function describeHostSafety(engine: Engine): void {
  const lab = shareNode(engine)
  const start = startNodes(engine)
  const refused =
    /Read-only file system|[Pp]ermission denied|Operation not permitted|No such file|not mounted|wrong fs type|cannot open|mount point|bind \S+ failed/

  it('with the notebook folder as the first directory of the shell, writable', async () => {
    expect(await lab.say('pwd; echo written > file; cat file; rm file')).toBe(`${realpathSync(lab.folder)}\nwritten`)
  })

  if (!lacks(engine, 'notebook-folder'))
    it('with what is written there seen outside', async () => {
      expect(await lab.say('echo written > file; cat file')).toBe('written')
      expect(readFileSync(join(lab.folder, 'file'), 'utf8')).toBe('written\n')
      expect(statSync(join(lab.folder, 'file')).uid).toBe(process.getuid?.())
    })

  it('with that folder anywhere: its siblings are not seen where the place is private', async () => {
    const sibling = mkdtempSync(`${lab.folder}-sibling-`)
    expect(await lab.say(`ls ${sibling}`)).toMatch(/No such file/)
    rmSync(sibling, { recursive: true })
  })

  it.each([
    ['mount -o remount,rw /'],
    ['mount -o remount,bind,rw /'],
    ['umount -l /'],
    ['umount /usr/local/sbin'],
    ['umount /run'],
    ['umount /etc'],
    ['echo x > /usr/bin/vethbook-was-here'],
    ['mkdir /vethbook-was-here'],
    ['mkdir /home/vethbook-was-here'],
    ['echo x > "$(readlink -f /usr/bin/env)"'],
    ['echo x > /sbin/ip'],
    ['echo x > /usr/local/sbin/.vethbook/real/ip'],
    ['echo x > /usr/local/sbin/.vethbook/etc/hosts'],
    ['chmod 600 /dev/null'],
    ['mknod /tmp/disk b 8 0'],
    ['echo 1 > /proc/sys/kernel/panic'],
    ['echo 5 > /proc/sys/vm/swappiness'],
    ['echo x > /proc/sys/kernel/core_pattern'],
    ['sysctl -q -w fs.file-max=1000'],
    ['echo h > /proc/sysrq-trigger'],
    ['echo never > /sys/kernel/mm/transparent_hugepage/enabled'],
    ['nsenter -t 1 -m touch /usr/vethbook-was-here'],
    ['unshare -C true || (exit 2)'],
    ['mount -t cgroup2 none /mnt'],
    ['mount --bind /proc/1/root /mnt && touch /mnt/usr/vethbook-was-here'],
    ['date -s 2020-01-01'],
    ['dmesg --clear'],
  ])('refuses %s', async (line) => {
    const { exitCode, stderr } = await lab.run(line)
    expect(exitCode).not.toBe(0)
    expect(stderr).toMatch(line.startsWith('unshare') ? /unshare failed/ : refused)
  })

  it.each(['user', 'mnt', 'net', 'pid', 'uts', 'ipc'])('with process 1 in no other %s namespace', async (kind) => {
    const [first, own] = (await lab.say(`readlink /proc/1/ns/${kind} /proc/self/ns/${kind}`)).split('\n')
    expect(first).toContain(`${kind}:[`)
    expect(first).toBe(own)
  })

  it('so that nothing tried above has come through', () => {
    for (const folder of ['/usr/bin', '/', '/home', '/usr'])
      expect(existsSync(join(folder, 'vethbook-was-here'))).toBe(false)
  })

  it('with /etc of its own', async () => {
    const before = readFileSync('/etc/hosts', 'utf8')
    await lab.run('echo 192.0.2.1 elsewhere >> /etc/hosts; rm /etc/passwd')
    expect(readFileSync('/etc/hosts', 'utf8')).toBe(before)
    expect(existsSync('/etc/passwd')).toBe(true)
  })

  it('with a home of its own', async () => {
    const { failures } = await lab.run('cd ~ && touch vethbook-was-here && pwd')
    expect(failures).toEqual([])
    for (const home of [homedir(), '/root']) expect(existsSync(join(home, 'vethbook-was-here'))).toBe(false)
  })

  it('whose processes can be neither seen nor killed', async () => {
    const outside = spawn('sleep', ['60'])
    await once(outside, 'spawn')
    // As many as there are is what a cell could try; one is enough to see.
    await lab.run(`kill -9 ${outside.pid}; pkill -9 sleep; killall -9 sleep`)
    expect(outside.exitCode ?? outside.signalCode).toBe(null)
    outside.kill('SIGKILL')
  })

  it('whose links, addresses, routes, firewall, settings and mounts a cell does not reach', async () => {
    const shell = await (await start()).shell()
    const before = snapshotHost()
    const { failures } = await shell.run(
      `ip link add veth1 type veth peer name veth2
ip link set veth1 up; ip link set veth2 up
ip addr add 198.51.100.1/24 dev veth1
ip route add 203.0.113.0/24 dev veth1
ip rule add from 198.51.100.1 table 100
sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=1
nft add table inet mine
ip netns add ns1
mount -t tmpfs none /mnt
hostname other`,
    )
    const after = snapshotHost()
    expect(failures).toEqual([])
    expect({ ...after, sandboxed: [] }).toEqual({ ...before, sandboxed: [] })
  })

  it('two nodes do not see each other', async () => {
    const [one, two] = await Promise.all([start('one'), start('two')])
    const shells = await Promise.all([one.shell(), two.shell()])
    const build =
      'ip netns add $(hostname)-ns; touch /tmp/$(hostname)-file; sleep 100 & ip link add $(hostname) type dummy || ip link add $(hostname) type bridge'
    await Promise.all(shells.map((shell) => shell.run(build)))
    const look = `ip netns list; ${LIST_TMP}; ip -br link | grep -c -E "^(one|two)"; pgrep -c sleep; hostname`
    const seen = await Promise.all(shells.map(async (shell) => (await shell.run(look)).stdout))
    expect(seen).toEqual(['one-ns\none-file\n1\n1\none\n', 'two-ns\ntwo-file\n1\n1\ntwo\n'])
  })

  it.each(['/', '/usr'])('and refuses to make %s writable', async (directory) => {
    await expect(engine.start({ name: 'lab', directory })).rejects.toThrow(/belongs to the machine/)
  })

  it('with the folder below a place that the sandbox hides, and with an odd name', async () => {
    const folder = mkdtempSync(join(lab.folder, "it's \\ odd "))
    writeFileSync(join(folder, 'here'), 'seen')
    const node = await engine.start({ name: 'odd', directory: folder })
    const shell = await node.shell()
    const { stdout, place } = await shell.run('cat here; echo new > there; cat there')
    await node.dispose()
    const isShared = !lacks(engine, 'notebook-folder')
    expect({ stdout, place: place.directory }).toEqual({
      stdout: isShared ? 'seennew\n' : 'new\n',
      place: realpathSync(folder),
    })
    if (isShared) expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('new\n')
  })
}
