/**
 * The veth lesson in a terminal: `npm run script examples/veth.ts`. The same lines as in a notebook; what would be a
 * picture there is text here.
 */
import { openLab } from 'vethbook'

const lab = await openLab()

// Two network namespaces, and a veth pair with one end in each.
await lab.sh`sudo ip netns add ns1
sudo ip netns add ns2
ip netns list`
await lab.sh`sudo ip link add veth1 type veth peer name veth2`
await lab.sh`sudo ip link set veth1 netns ns1
sudo ip link set veth2 netns ns2`
await lab.sh`sudo ip netns exec ns1 ip addr add 192.168.1.101/24 dev veth1
sudo ip netns exec ns2 ip addr add 192.168.1.102/24 dev veth2`

const links = await lab.watchLinks(async () => {
  await lab.sh`sudo ip netns exec ns1 ip link set veth1 up
sudo ip netns exec ns2 ip link set veth2 up
sudo ip netns exec ns1 ip link set lo up
sudo ip netns exec ns2 ip link set lo up`
})
console.log(`\n${links.events.length} notices of the kernel while the links went up.\n`)
await lab.topology()

// Both ways over the pair.
await lab.sh`sudo ip netns exec ns1 ping -c 3 192.168.1.102
# or
sudo ip netns exec ns2 ping -c 3 192.168.1.101`
const there = await lab.ping('ns1', '192.168.1.102', { count: 100, intervalMs: 10 })
const back = await lab.ping('ns2', '192.168.1.101', { count: 100, intervalMs: 10 })
console.log(there.plot(back))

// The delete that fails as printed: by now the end lives in ns1.
const failed = await lab.sh({ fails: true })`sudo ip link delete veth1`
console.log(`It failed with exit code ${failed.failures[0]?.exitCode}, and the pair is still there:`)
await lab.ping('ns1', '192.168.1.102', { count: 3 })

// The delete that works takes both ends away.
await lab.sh`sudo ip netns exec ns1 ip link delete veth1`
const isolated = await lab.ping('ns1', '192.168.1.102', { count: 3 })
console.log(`Received ${isolated.stats.received} of 3: ${isolated.errors[0]?.reason ?? 'no error'}`)

await lab.dispose()
