import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { chooseEngine, type Node } from '../../src/engine/index.js'

/** A real node for the tests of one file, and a way to run a script in it that must succeed. */
export function useNode(): { node: () => Node; run: (script: string) => Promise<string> } {
  let node: Node | undefined
  let directory = ''
  const get = () => {
    if (node === undefined) throw new Error('the node has not been started')
    return node
  }
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vethbook-tools-'))
    const engine = await chooseEngine()
    node = await engine.start({ name: 'lab', directory })
  })
  afterAll(async () => {
    await node?.dispose()
    await rm(directory, { recursive: true, force: true })
  })
  return {
    node: get,
    async run(script) {
      const result = await get().spawn(['bash', '-e', '-c', script])
      if (result.exitCode !== 0) throw new Error(`${result.stderr}${result.stdout}`)
      return result.stdout
    },
  }
}

/** The same node to whoever has no process beside the network that speaks netlink. */
export function withoutNetlink(node: Node): Node {
  const { name, pid, ended, nodes } = node
  return {
    name,
    pid,
    ended,
    nodes,
    shell: () => node.shell(),
    spawn: (argv, options) => node.spawn(argv, options),
    addNode: (further) => node.addNode(further),
    dispose: () => node.dispose(),
  }
}

/** Until it speaks netlink, everything goes by ip(8). */
export async function netlinkUp(node: Node): Promise<void> {
  while (node.netlink?.isUp === false) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** The kernel tells a carrier, and lets traffic pass, in its own time: commands that wait for it. */
export const untilUp = (...links: string[]): string =>
  links.map((link) => `until ip ${link} | grep -q 'state UP '; do sleep 0.01; done`).join('\n')

/** The network of a lesson: ns1 and ns2, a pair between them, up, with addresses. */
export const pairScript = `
ip netns add ns1
ip netns add ns2
ip link add veth1 type veth peer name veth2
ip link set veth1 netns ns1
ip link set veth2 netns ns2
ip -n ns1 addr add 192.168.1.101/24 dev veth1
ip -n ns2 addr add 192.168.1.102/24 dev veth2
ip -n ns1 link set veth1 up
ip -n ns2 link set veth2 up
${untilUp('-n ns1 link show veth1', '-n ns2 link show veth2')}
`

/** As new: no namespace but the root one, no link but lo. */
export const cleanScript = `
for file in /run/netns/*; do [ ! -e "$file" ] || ip netns del "\${file##*/}" || rm "$file"; done
for link in $(ip -o link | cut -d: -f2 | cut -d@ -f1); do [ "$link" = lo ] || ip link del dev "$link" 2> /dev/null || true; done
for turn in $(seq 100); do [ "$(ip -o link | wc -l)" = 1 ] && break; sleep 0.02; done
`
