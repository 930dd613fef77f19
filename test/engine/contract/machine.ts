import { expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/index.js'
import { LIST_TMP, shareNode, startNodes } from './node.js'

const OFF = ['net.ipv4.ip_forward', 'net.ipv4.conf.all.rp_filter', 'net.ipv6.conf.all.forwarding']
const BRIDGE = '/proc/sys/net/bridge/bridge-nf-call-iptables'

/** Prints settings that are 0 on a fresh Linux; those of br_netfilter only where the kernel has it. */
const settings = `sysctl -n ${OFF.join(' ')}; [ ! -e ${BRIDGE} ] || cat ${BRIDGE}`

export function describeMachine(engine: Engine): void {
  const lab = shareNode(engine)
  const start = startNodes(engine)

  it('whose only link is lo, up', async () => {
    expect(await lab.say('ip -br link')).toMatch(/^lo +UNKNOWN +\S+ <LOOPBACK,UP,LOWER_UP>$/)
    expect(await lab.say('ping -c 1 -W 1 127.0.0.1')).toContain(' 0% packet loss')
  })

  it('with a name of its own, which it can resolve, and no name server', async () => {
    expect(await lab.say('hostname; cat /etc/hostname; getent hosts lab; cat /etc/resolv.conf')).toBe(
      'lab\nlab\n127.0.1.1       lab',
    )
  })

  it('where one is root', async () => {
    expect(await lab.say('id -u; id -g; whoami')).toBe('0\n0\nroot')
  })

  it('with empty /run and /tmp, and folders that programs expect', async () => {
    expect(await lab.say(`ls /run; ${LIST_TMP}; ls -d /run/lock /var/tmp /var/log /var/run/`)).toBe(
      'lock\n/run/lock\n/var/log\n/var/run/\n/var/tmp',
    )
  })

  it('with devices and terminals of its own', async () => {
    expect(await lab.say('echo x > /dev/null; head -c 2 /dev/zero | wc -c; echo out > /dev/stderr; ls /dev/pts')).toBe(
      '2\n0\nptmx\nout',
    )
    expect(await lab.say('script -qc tty /dev/null < /dev/null')).toMatch(/^\/dev\/pts\/\d+/)
  })

  it('that sees no process but its own', async () => {
    const commands = await lab.say('ps -eo args --no-headers')
    expect(commands.split('\n').length).toBeLessThan(8)
    expect(commands).not.toContain('vitest')
  })

  it('whose process 1 stands in its root namespace, and takes in orphans', async () => {
    const script = 'ip netns add one; ip -n one link add end1 type veth peer name end2; ip -n one link set end1 netns 1'
    expect(await lab.say(`${script}; ip netns exec one nsenter --target 1 --net ip -br link show end1`)).toMatch(
      /^end1@/,
    )
    await lab.run('ip link delete end1; ip netns delete one')
    const isThere = '[ -e /proc/$(cat /tmp/orphan) ]'
    expect(
      await lab.say(`(sleep 0.05 & echo $! > /tmp/orphan)
for turn in $(seq 500); do ${isThere} || break; sleep 0.02; done
${isThere} || echo taken in`),
    ).toBe('taken in')
  })

  it('that has no second namespace of the name of the first', async () => {
    const { stderr, exitCode } = await lab.node.spawn(['sudo', 'ip', 'netns', 'add', 'root'])
    expect(stderr).toContain('no namespace can be named "root" here')
    expect(exitCode).toBe(1)
  })

  it('with the settings of a fresh Linux', async () => {
    expect(await lab.say(settings)).toMatch(/^0(\n0)*$/)
  })

  it('with an environment that tells nothing of the host', async () => {
    process.env['NODE_OPTIONS_OF_THE_HOST'] = 'secret'
    const node = await start()
    const { stdout } = await node.spawn(['env'])
    delete process.env['NODE_OPTIONS_OF_THE_HOST']
    expect(stdout).not.toMatch(/secret|NODE_OPTIONS|VB_/)
    expect(stdout).toContain('HOME=/root\n')
  })

  it('that has every sbin on its PATH', async () => {
    expect(await lab.say('echo $PATH')).toMatch(
      /^\/usr\/local\/sbin:\/usr\/local\/bin:\/usr\/sbin:\/usr\/bin:\/sbin:\/bin/,
    )
  })

  it.each([
    ['ip netns add X'],
    ['sudo ip netns add X'],
    ['ip net add X'],
    ['/sbin/ip netns add X'],
    ['ip -6 -o netns a X'],
    ['ip -family inet netns add X'],
    ['echo netns add X | ip -batch -'],
    ['printf "netns add X\\n" > /tmp/batch; ip -b /tmp/batch'],
  ])('and each namespace that a cell adds, before its next line: %s', async (line) => {
    const node = await start()
    const shell = await node.shell()
    const enter = 'ip netns exec X'
    const { stdout, failures } = await shell.run(
      `sysctl -q -w net.ipv4.ip_forward=1\n${line}\n${enter} sh -c '${settings}'\n${enter} cat /sys/class/net/lo/flags`,
    )
    expect(failures).toEqual([])
    expect(stdout).toMatch(/^(0\n)+0x8\n$/)
  })

  it('and shows how a namespace that is added is not a fresh machine: its lo is down', async () => {
    expect(await lab.say('ip netns add lonely; ip -n lonely -br link')).toMatch(/^lo +DOWN/)
  })

  it('and leaves what was set in an older namespace alone', async () => {
    expect(
      await lab.say(
        'ip netns add old; ip netns exec old sysctl -qw net.ipv4.ip_forward=1; ip netns add new; ip netns list | wc -l; ip netns exec old sysctl -n net.ipv4.ip_forward',
      ),
    ).toMatch(/\n1$/)
  })

  it('with /sys of its own in each namespace, and files of /etc/netns', async () => {
    expect(
      await lab.say(
        `ip netns add named
ip link add veth-a type veth peer name veth-b netns named
ls /sys/class/net | grep veth
ip netns exec named ls /sys/class/net | grep veth
ip link add br9 type bridge && brctl show | tail -n 1
mkdir -p /etc/netns/named && echo nameserver 192.0.2.1 > /etc/netns/named/resolv.conf
ip netns exec named cat /etc/resolv.conf`,
      ),
    ).toMatch(/^veth-a\nveth-b\nbr9\s+8000\.\S+\s+no\s*\nnameserver 192\.0\.2\.1$/)
  })

  it.each([
    ['sudo id -u', '0'],
    ['sudo -E id -u', '0'],
    ['sudo -n -H id -u', '0'],
    ['sudo -nE -u root -- id -u', '0'],
    ['sudo COLOUR=blue sh -c \'echo "$COLOUR"\'', 'blue'],
    ['sudo -E COLOUR=blue env | grep COLOUR', 'COLOUR=blue'],
    ['sudo bash -c \'echo $((1 + 1)) "$0"\' word', '2 word'],
    ['sudo -s echo shell', 'shell'],
    ['echo text | sudo tee /tmp/by-sudo', 'text'],
    ['sudo sh -c "echo 1 > /proc/sys/net/ipv4/ip_forward"; sysctl -n net.ipv4.ip_forward', '1'],
    ['sudo sysctl -w net.ipv4.ip_forward=0', 'net.ipv4.ip_forward = 0'],
    ['sudo -k', ''],
    ['sudo -v', ''],
    ['echo exit | sudo bash -l -c "command -v sudo"', '/usr/local/sbin/sudo'],
    ["sudo printf '%s|' 'two words' '*'", 'two words|*|'],
  ])('takes sudo as printed: %s', async (line, wanted) => {
    const { stdout, stderr, failures } = await lab.run(line)
    expect({ text: (stdout + stderr).trimEnd(), failures }).toEqual({ text: wanted, failures: [] })
  })

  it.each([
    ['sudo -i', /you are root already/, 1],
    ['sudo -u alice id', /only root lives in this sandbox/, 1],
    ['sudo nonesuch', /sudo: nonesuch: command not found/, 127],
    ['sudo', /no command/, 1],
    ['sudo sh -c "exit 7"', /^$/, 7],
  ])('says why not: %s', async (line, message, exitCode) => {
    const result = await lab.run(line)
    expect(result.stderr.trimEnd()).toMatch(message)
    expect(result.exitCode).toBe(exitCode)
  })

  it('finds sudo in a login shell too, which sets its own PATH', async () => {
    const { stdout, failures } = await lab.run('nsenter --net=/proc/self/ns/net\nsudo echo here\nexit')
    expect({ stdout, failures }).toEqual({ stdout: 'here\n', failures: [] })
  })

  it('as new each time', async () => {
    const first = await start()
    await (
      await first.shell()
    ).run('ip netns add ns1; echo x > /etc/hosts; touch /tmp/left; sysctl -w net.ipv4.ip_forward=1')
    const second = await start()
    const { stdout } = await second.spawn([
      'sh',
      '-c',
      `ip netns list; ${LIST_TMP}; sysctl -n net.ipv4.ip_forward; wc -l < /etc/hosts`,
    ])
    expect(stdout).toBe('0\n3\n')
  })
}
