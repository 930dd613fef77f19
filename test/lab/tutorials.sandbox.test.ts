import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { notebookSession } from '../../src/display/index.js'
import { CommandError, openLab, type Lab } from '../../src/lab/index.js'
import { recordShown, type RecordingSink } from './recording-sink.js'

/** What real tutorials do and print; each in lab.sh and in a %%sh cell. */
let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  sink = recordShown()
  lab = await openLab({ name: 'tutorial-test' })
})
afterAll(() => lab.dispose())
beforeEach(async () => {
  await lab.reset()
  sink.clear()
})

type Options = { forMs?: number; fails?: 'maybe' }

const ways: [string, (block: string, options?: Options) => Promise<unknown>][] = [
  ['lab.sh', (block, options = {}) => lab.sh(options)(Object.assign([block], { raw: [block] }))],
  [
    '%%sh',
    (block, { forMs, fails } = {}) => {
      const args = [...(forMs === undefined ? [] : [`--for ${forMs}ms`]), ...(fails ? ['--maybe'] : [])].join(' ')
      for (const hooks of notebookSession().hooks) {
        const ran = hooks.cellMagic?.(
          { name: 'sh', arguments: args, body: block },
          { evaluate: () => Promise.reject(new Error('no')), isDeclared: () => true },
        )
        if (ran) return ran
      }
      throw new Error('no one knows %%sh')
    },
  ],
]

const namespaces = async (): Promise<string[]> => (await lab.state()).namespaces.map(({ name }) => name).slice(1)

describe.each(ways)("a tutorial's block in %s", (_way, run) => {
  it('with prompts: output is not run', async () => {
    await run(`lee@srv01:~$ sudo ip netns add ns1
lee@srv01:~$ ip netns list
ns1
lee@srv01:~$ sudo ip netns exec ns1 ip link
1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00`)
    expect(sink.text).toMatch(/^ns1\n1: lo: <LOOPBACK>/)
  })
  it('with the root prompt among others, and # as a comment without', async () => {
    await run('root@vm:~# ip netns add a\n~$ sudo ip netns add b\n# ip netns add c\n[root@vm ~]# ip netns add d')
    await run('# ip netns add x\nip netns add y # not z')
    expect(await namespaces()).toEqual(['a', 'b', 'c', 'd', 'y'])
  })
  it('that is all comment: nothing runs, and it is said', async () => {
    await run('# ip netns add x')
    expect(await namespaces()).toEqual([])
    expect(sink.text).toMatch(/^Every line begins with #/)
    sink.clear()
    await run('# your commands here')
    expect(sink.text).toBe('')
  })
  it('with Windows line ends and indentation', async () => {
    await run('    $ sudo ip netns add a\r\n    $ sudo ip netns add b\r\n')
    expect(await namespaces()).toEqual(['a', 'b'])
  })
  it('with commands that never end', async () => {
    await run(
      `ip link set lo up
ping 127.0.0.1
watch -n 1 true > /tmp/watch 2>&1 < /dev/null
python3 -m http.server 8000
ip monitor link
echo done`,
      { forMs: 500, fails: 'maybe' },
    )
    expect(sink.text).toMatch(/icmp_seq=1[^]*done\n$/)
  })
  it('with background jobs: &, jobs, kill %1, wait', async () => {
    await run('sleep 100 &\njobs')
    await run('kill %1\nwait\njobs; echo end')
    expect(sink.text).toMatch(/Running\s+sleep 100 &\n[^]*end\n$/)
  })
  it('with shells left open: entered in one cell, left in a later one', async () => {
    await run('sudo ip netns add ns1\nsudo ip netns exec ns1 bash')
    expect(sink.text).toContain('The next command runs in the namespace ns1')
    await run('ip link set lo up\nip -br link')
    sink.clear()
    await run('exit\nip -br link')
    expect(sink.text).toMatch(/lo +\S+/)
    expect(sink.text).not.toContain('The next command')
  })
  it('with a shell entered and left within the block, the prompt changing', async () => {
    await run(`$ sudo ip netns add ns1
$ sudo ip netns exec ns1 bash
# ip link set lo up
# ip -br addr
lo               UNKNOWN        127.0.0.1/8 ::1/128
# exit
exit
$ ip netns list
ns1`)
    expect(sink.text).toMatch(/127\.0\.0\.1\/8[^]*ns1\n$/)
  })
  it('with here-documents that use variables of earlier cells', async () => {
    await run('NAME=ns7')
    await run(`$ cat > /tmp/batch <<EOF
> netns add $NAME
> EOF
$ cat /tmp/batch
netns add ns7
$ sudo ip -batch /tmp/batch`)
    expect(sink.text).toBe('netns add ns7\n')
    expect(await namespaces()).toEqual(['ns7'])
  })
  it('with $(…), continued lines, && and pipes into sudo tee', async () => {
    await run(`sudo ip netns add ns1 && \\
  sudo ip netns add \\
  ns2
count=$(ip netns list | wc -l)
echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward
echo "$count namespaces, forwarding $(cat /proc/sys/net/ipv4/ip_forward)"`)
    expect(sink.text).toBe('1\n2 namespaces, forwarding 1\n')
  })
  it('with a function, a loop and an if, typed at a terminal', async () => {
    await run(`$ add() {
>   sudo ip netns add "$1"
> }
$ for i in 1 2 3; do
>   add ns$i
> done
$ if ip netns list | grep -q ns3; then
> echo yes
> fi
yes`)
    expect(await namespaces()).toEqual(['ns1', 'ns2', 'ns3'])
    expect(sink.text).toBe('yes\n')
  })
  it('with quoted and escaped braces, and a negated option', async () => {
    await run(`sudo nft add table ip lab
sudo nft 'add chain ip lab post { type nat hook postrouting priority 100 ; }'
sudo nft add chain ip lab in { type filter hook input priority 0 \\; }
sudo nft list ruleset | grep -c hook
sudo iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
sudo iptables -t nat -S POSTROUTING | grep -c -- '! -o br0'`)
    expect(sink.text).toMatch(/^2\n[^]*1\n$/)
  })
  it('that is a whole script with its first line', async () => {
    await run(`#!/bin/bash
set -u
NS=ns-script
ip netns add "$NS"
ip netns exec "$NS" ip link set lo up`)
    expect(await namespaces()).toEqual(['ns-script'])
  })
  it('with a gap to be filled in: nothing runs, and the gap is named', async () => {
    const error: unknown = await run('sudo ip netns add ns1\nsudo nsenter -t <PID> -n ip link').catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(CommandError)
    expect(error).toMatchObject({
      code: 'PLACEHOLDER',
      message: expect.stringMatching(/^Line \d has a gap to be filled in: sudo nsenter -t <PID>/) as string,
    })
    expect((error as CommandError).hint).toMatch(/Put what <PID> stands for in its place/)
    expect(await namespaces()).toEqual([])
  })
  it('with an address that has a zone', async () => {
    await run(`sudo ip link set lo up
sudo ip link add veth1 type veth peer name veth2
sudo ip link set veth1 up && sudo ip link set veth2 up
sudo ip addr add fe80::1/64 dev veth1 nodad
ping -c 1 fe80::1%veth1`)
    expect(sink.text).toMatch(/1 received/)
  })
  it('with lines in its middle that are meant to fail', async () => {
    await run('ip netns add a\nip netns add a\nip netns add b', { fails: 'maybe' })
    expect(await namespaces()).toEqual(['a', 'b'])
  })
  it('with a program in the background that reads the terminal', async () => {
    await run(
      `ip link set lo up
nc -l 127.0.0.1 9000 > /tmp/heard &
sleep 0.3; echo hello | nc -N 127.0.0.1 9000 || true
wait; cat /tmp/heard`,
      { fails: 'maybe', forMs: 2000 },
    )
    await run('echo still here')
    expect(sink.text).toMatch(/still here\n$/)
  })
  it('with characters from a web page: it is said in the hint', async () => {
    const error: unknown = await run('ip\u00a0link').catch((thrown: unknown) => thrown)
    expect((error as CommandError).hint).toMatch(/non-breaking space where a shell wants a plain space/)
  })
})
