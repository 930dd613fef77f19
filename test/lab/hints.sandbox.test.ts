import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CommandError, openLab, type Lab } from '../../src/lab/index.js'
import { recordShown } from './recording-sink.js'

/** Each slip is really made, in a network like that of the lessons. */
let lab: Lab

beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'hints-test' })
  await lab.sh`ip link set lo up
ip netns add ns1
ip netns add ns2
ip link add veth1 netns ns1 type veth peer name veth2 netns ns2
ip -n ns1 addr add 192.168.1.101/24 dev veth1
ip -n ns2 addr add 192.168.1.102/24 dev veth2
ip -n ns1 link set veth1 up
ip -n ns2 link set veth2 up
ip link add br0 type bridge
ip link add br1 type bridge
ip link add port1 type veth peer name far1
ip link set port1 master br0
ip link set port1 up
ip link set br0 up
ip addr add 10.0.0.1/24 dev br0
ip link add down0 type veth peer name down1
ip addr add 10.9.0.1/24 dev down0
ip link add away0 type veth peer name away1
ip link set away0 up && ip link set away1 up
ip addr add 10.7.0.1/24 dev away0
ip route add 10.77.0.0/24 dev away0`
})
afterAll(() => lab.dispose())

async function hintFor(script: string): Promise<string> {
  const outcome: unknown = await lab.sh(Object.assign([script], { raw: [script] })).catch((error: unknown) => error)
  if (!(outcome instanceof CommandError)) expect.fail(`${script} did not fail`)
  expect(outcome.message).toContain(outcome.hint ?? 'no hint')
  return outcome.hint ?? ''
}

describe('a hint says why, and what to try:', () => {
  it.each<[string, string | RegExp]>([
    // Names that are taken
    [
      'sudo ip netns add ns1',
      'The namespace ns1 is there already; go on with it. To start over with a machine as new: await lab.reset()',
    ],
    [
      'sudo ip link add port1 type veth peer name veth9',
      /^port1 is in the root namespace already, a veth end; its other end is far1 in the root namespace\. Nothing was added\. To start over.*await lab\.reset\(\)$/,
    ],
    [
      'sudo ip link add veth8 type veth peer name br0',
      /^br0 is in the root namespace already, a bridge\. Nothing was added/,
    ],
    ['sudo ip link add name br0 type bridge', /^br0 is in the root namespace already, a bridge/],
    [
      'sudo ip netns exec ns1 ip link add veth1 type veth peer name x',
      /^veth1 is in ns1 already, a veth end; its other end is veth2 in ns2/,
    ],
    [
      'ip -n ns1 link add port1 type veth peer name z; ip -n ns1 link set port1 netns 1; ip -n ns1 link delete port1',
      /^port1 is in the root namespace already/,
    ],
    ['sudo ip link set down0 name br0', /^br0 is in the root namespace already/],
    [
      'ip -n ns2 link add veth1 type veth peer name y; ip -n ns2 link set veth1 netns ns1',
      /^veth1 is in ns1 already, a veth end/,
    ],
    ['sudo ip netns exec ns1 ip addr add 192.168.1.101/24 dev veth1', /^veth1 in ns1 has 192\.168\.1\.101\/24 already/],
    [
      'sudo ip route add 10.77.0.0/24 dev away0',
      'The root namespace has a route to 10.77.0.0/24 already: 10.77.0.0/24 dev away0. To change it: ip route replace …',
    ],
    // Links and namespaces that are somewhere else, or nowhere
    ['sudo ip link set veth2 up', 'veth2 is in ns2, not in the root namespace. Try: sudo ip -n ns2 link set veth2 up'],
    [
      'sudo ip netns exec ns1 ip link set veth2 up',
      'veth2 is in ns2, not in ns1. Try: sudo ip -n ns2 link set veth2 up',
    ],
    ['sudo ip -n ns1 link set br0 up', 'br0 is in the root namespace, not in ns1. Try: sudo ip link set br0 up'],
    ['ip link show veth2', 'veth2 is in ns2, not in the root namespace. Try: ip -n ns2 link show veth2'],
    ['ip addr add 10.1.1.1/24 dev prot1', 'No link is named prot1. Is port1 in the root namespace meant?'],
    [
      'ip link set nothinglikeit up',
      /^No link is named nothinglikeit, in no namespace\. The links in the root namespace: lo, .*br0/,
    ],
    ['ip link set port1 master nobr', /^No link is named nobr|Is br0/],
    [
      'sudo ip netns exec ns3 ip link',
      'No namespace is named ns3; there are ns1 and ns2. To add it: sudo ip netns add ns3',
    ],
    ['sudo ip netns exec sn1 ip link', 'No namespace is named sn1. Is ns1 meant?'],
    ['tcpdump -l -i veth9 -c 1', /^No link is named veth9, in no namespace/],
    [
      'sudo ip netns exec other ip link',
      'No namespace is named other; there are ns1 and ns2. To add it: sudo ip netns add other',
    ],
    ['sudo ip link set down0 netns elsewhere', /^No namespace is named elsewhere; there are ns1 and ns2/],
    ['sudo ip netns delete other', /^No namespace is named other/],
    ['rm /run/netns/ns2', 'ns2 is a namespace, not a plain file. To delete it: sudo ip netns delete ns2'],
    ['sudo ip netns exec root ip link', /^The root namespace has no name for ip/],
    ['sudo nsenter --net=/run/netns/other ip link', /^No namespace is named other/],
    [
      'touch /run/netns/left; ip netns exec left ip link',
      /^The name left is left over, its namespace is gone\. Take the name away: sudo ip netns delete left/,
    ],
    // Routes and addresses
    [
      'sudo ip -n ns1 route add default via 10.9.9.9',
      'A gateway must be a neighbour, and 10.9.9.9 is none: ns1 reaches directly only 192.168.1.0/24 on veth1.',
    ],
    [
      'sudo ip netns exec ns1 ping -c 1 10.5.5.5',
      'ns1 has no route to 10.5.5.5: the routes of ns1 are: 192.168.1.0/24 dev veth1 src 192.168.1.101.',
    ],
    [
      'ping -c 1 192.168.1.102',
      /^The root namespace has no route to 192\.168\.1\.102: .* ns1 and ns2 have one\. Try: sudo ip netns exec ns1 ping -c 1 192\.168\.1\.102$/,
    ],
    [
      'ping -c 1 10.9.0.2',
      'The root namespace has no route to 10.9.0.2, since down0 is down. Try: sudo ip link set down0 up',
    ],
    [
      'ip addr add 192.168.1.300/24 dev port1',
      /^192\.168\.1\.300\/24 is no address with a prefix length: .* like 192\.168\.1\.101\/24\.$/,
    ],
    [
      'ip route add 10.8.0.1/24 dev br0',
      '10.8.0.1/24 is an address, not a network: bits are set behind its prefix length. The network is 10.8.0.0/24.',
    ],
    ['ip route add 10.8.0.0/24 dev down0', /^down0 in the root namespace is down.*First: sudo ip link set down0 up$/],
    [
      'ip route delete 10.99.0.0/24',
      /^The root namespace has no route to 10\.99\.0\.0\/24 as given: the routes of the root namespace are: 10\.0\.0\.0\/24 dev br0/,
    ],
    [
      'ip addr delete 10.0.0.9/24 dev br0',
      /^br0 in the root namespace has no address 10\.0\.0\.9\/24; it has 10\.0\.0\.1\/24/,
    ],
    // Names, kinds and ports of links
    [
      'ip link add averyveryverylongname type veth peer name b',
      "averyveryverylongname has 21 characters; a link's name has 15 at most.",
    ],
    ['ip link add a/b type bridge', /^A link's name has 1 to 15 characters, without blanks and without \//],
    ['ip link set br1 master br0', /^A bridge cannot be a port of a bridge\. Join the two by a veth pair/],
    ['ip link set far1 master down0', /^down0 in the root namespace is a veth end, not a bridge: it can have no ports/],
    ['ip link set lo master br0', 'lo, the loopback, cannot be a port of a bridge.'],
    ['ip link set lo netns ns1', 'lo cannot move to another namespace: every namespace has a loopback of its own.'],
    ['ip link set br0 netns ns1', 'br0 cannot move to another namespace: a bridge stays where it was made.'],
    // Words
    ['ip lnk', 'ip knows no object lnk. Is link meant?'],
    ['ip netns lits', 'There is no command lits here. Is list meant?'],
    ['ip link add veth5', 'A part is missing from ip link add veth5: type veth, or type bridge, says which kind.'],
    [
      'ip addr add 10.3.0.1/24',
      'A part is missing from ip addr add 10.3.0.1/24: dev veth1 at its end says which link is meant.',
    ],
    ['ip link set br0 upp', 'ip does not know what upp says at that place. Is up meant?'],
    ['ip addr add 10.3.0.1/24 dev', 'The command ends too early: a word is missing behind dev.'],
    ['ip rule add from 1.2.3.4 table nope', /^ip cannot use nope there \(invalid table ID\)/],
    // Programs
    ['pign -c 1 127.0.0.1', 'No program is named pign here. Is ping meant?'],
    ['sudo qwertyuiop', 'No program is named qwertyuiop here; check its spelling.'],
    ['docker ps', /^docker belongs to the machine around a lab/],
    [
      'PATH=/nowhere; brctl show',
      'brctl is not installed. On Debian and Ubuntu, outside of the lab: sudo apt-get install bridge-utils',
    ],
    ['ip netns exec ns1 traceroutee', 'No program is named traceroutee here. Is traceroute meant?'],
    ['touch /usr/file', /^The machine's own files are read-only in a lab\. Writable are the notebook's folder/],
    ['mknod /tmp/sda b 8 0', /^The lab is a sandbox: what would reach the machine around it is refused/],
    ['ping -c 1 example.com', /^A lab has no name server and no way to the internet/],
    ['sysctl -w net.ipv4.conf.veth9.forwarding=1', 'There is no link veth9 in that namespace, so it has no settings.'],
    ['sysctl -w net.ipv4.nosuch=1', 'There is no setting net.ipv4.nosuch in this kernel.'],
    ['echo )', /^The shell did not expect \) there/],
    ['echo "open', /^A quote, a here-document or a block is opened and not closed/],
    ['# ip link\n1: lo: mtu 65536', /^A line that begins with # is a comment\. If # is the prompt of root here/],
    // Pings without an answer
    ['sudo ip netns exec ns1 ping -c 1 -W 1 192.168.1.150', 'No link in this lab has the address 192.168.1.150.'],
    // Copied from somewhere
    ['echo <your-name>', /^<your-name> looks like a gap to be filled in/],
    ['ping \u2013c 1 127.0.0.1', /typographic dash where a shell wants -/],
  ])('%s', async (script, hint) => {
    const said = await hintFor(script)
    if (typeof hint === 'string') expect(said).toBe(hint)
    else expect(said).toMatch(hint)
    // The shell may have been left without its PATH.
    if (script.startsWith('PATH='))
      await lab.sh({ quiet: true })`PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`
  })

  // A plain user's /sys may be written to, and so covered.
  it.runIf(process.getuid?.() === 0)('of a namespace entered from within another', async () => {
    expect(await hintFor('ip netns exec ns1 ip netns exec ns2 ip link')).toMatch(/^A namespace is entered from outside/)
  })

  it('on a silent ping, who has the address and what is down on the way', async () => {
    await lab.sh`ip -n ns2 link set veth2 down`
    expect(await hintFor('sudo ip netns exec ns1 ping -c 1 -W 1 192.168.1.102')).toMatch(
      /^192\.168\.1\.102 is the address of veth2 in ns2, which is admin down\.$/,
    )
    await lab.sh`ip -n ns2 link set veth2 up`
  })
  it('inside a shell left open, for the namespace that it stands in', async () => {
    await lab.sh`ip netns exec ns1 bash`
    expect(await hintFor('ip link set veth2 up')).toBe('veth2 is in ns2, not in ns1. Try: ip -n ns2 link set veth2 up')
    await lab.sh`exit`
  })
  it('inside a shell left open, for what is outside of it', async () => {
    await lab.sh`ip netns exec ns1 bash`
    const advice = 'nsenter --target 1 --net ip link set port1 up'
    expect(await hintFor('ip link set port1 up')).toBe(`port1 is in the root namespace, not in ns1. Try: ${advice}`)
    expect((await lab.sh(Object.assign([advice], { raw: [advice] }))).failures).toEqual([])
    await lab.sh`exit`
  })
  it('on what takes the frames of a link already', async () => {
    if (!(await lab.can('macvlan'))) {
      expect(await hintFor('ip link add link port1 name mac0 type macvlan')).toMatch(/has no links of type macvlan/)
      return
    }
    expect(await hintFor('ip link add link port1 name mac0 type macvlan')).toBe(
      'port1 is a port of br0 already. To free it: sudo ip link set port1 nomaster',
    )
    await lab.sh`ip link add link away0 name mac0 type macvlan`
    expect(await hintFor('ip link set away0 master br0')).toBe(
      'away0 cannot be a port of a bridge while mac0, of type macvlan, stands on it. To free it: sudo ip link delete mac0',
    )
    await lab.sh`sudo ip link delete mac0
ip link set away0 master br0
ip link set away0 nomaster`
  })
  it('for each command that failed, to the number of three', async () => {
    const hint = await hintFor(`sudo ip netns add ns1
sudo ip link set veth2 up
ip lnk
pign`)
    expect(hint.split('\n')).toEqual([
      expect.stringMatching(/^The namespace ns1/),
      expect.stringMatching(/^veth2 is in ns2/),
      expect.stringMatching(/^ip knows no object lnk/),
    ])
  })
  it('not where the command has said it itself', async () => {
    const outcome: unknown = await lab.sh`sudo ip netns add root`.catch((error: unknown) => error)
    expect(outcome).toMatchObject({
      hint: null,
      message: 'sudo ip netns add root (line 1) failed with exit code 1',
      stderr: expect.stringContaining('no namespace can be named "root" here') as string,
    })
  })
  it('only where something is known', async () => {
    const outcome: unknown = await lab.sh`test -e /nowhere`.catch((error: unknown) => error)
    expect(outcome).toMatchObject({ hint: null, message: 'test -e /nowhere (line 1) failed with exit code 1' })
  })
})
