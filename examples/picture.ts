/**
 * A picture of a network as a file: `npm run script examples/picture.ts FILE.svg`. The README's own was made so.
 *
 * Whatever the library shows has the display symbol, which gives its forms by MIME type.
 */
import { writeFileSync } from 'node:fs'
import { openLab } from 'vethbook'

const [file = 'network.svg'] = process.argv.slice(2)

const lab = await openLab()
await lab.sh({ quiet: true })`sudo ip netns add ns1
sudo ip netns add ns2
sudo ip link add veth1 netns ns1 type veth peer name veth2 netns ns2
sudo ip -n ns1 address add 192.168.1.101/24 dev veth1
sudo ip -n ns2 address add 192.168.1.102/24 dev veth2
sudo ip -n ns1 link set veth1 up
sudo ip -n ns2 link set veth2 up`

const picture = await lab.topology({ live: false })
const forms = (picture as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]?.()
await lab.dispose()
writeFileSync(file, forms?.['image/svg+xml'] ?? '')
console.log(`\nWritten to ${file}`)
