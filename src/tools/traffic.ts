import type { Node } from '../engine/index.js'
import { FIRST_NODE, fullName, parseTraffic, type LinkTraffic } from '../network/index.js'
import { LineSplitter } from './lines.js'
import { toolPath } from './tool-path.js'

/** Arguments: seconds from one reading to the next. One process for each machine, however many namespaces it has. */
const script = `
while :; do
  echo '@ root'; cat /proc/net/dev
  for file in /run/netns/*; do
    [ -e "$file" ] || continue
    echo "@ \${file##*/}"; nsenter --net="$file" cat /proc/net/dev
  done
  echo '@@'
  sleep "$1"
done`

/**
 * Tells what every link has carried, again and again, until the signal ends it. With several machines each tells for itself,
 * under the machine's name.
 * @throws Error where a machine is gone
 */
export async function watchTraffic(
  node: Node,
  intervalMs: number,
  signal: AbortSignal,
  onReading: (machine: string, links: LinkTraffic[]) => void,
): Promise<void> {
  const machines = [{ name: FIRST_NODE, node }, ...node.nodes.map((each) => ({ name: each.name, node: each }))]
  await Promise.all(machines.map(({ name, node: machine }) => follow(name, machine, intervalMs, signal, onReading)))
}

async function follow(
  name: string,
  machine: Node,
  intervalMs: number,
  signal: AbortSignal,
  onReading: (machine: string, links: LinkTraffic[]) => void,
): Promise<void> {
  let namespace = ''
  let text: string[] = []
  let links: LinkTraffic[] = []
  const lines = new LineSplitter((line) => {
    if (!line.startsWith('@')) return void text.push(line)
    if (namespace !== '') links.push(...parseTraffic(fullName({ node: name, name: namespace }), text.join('\n')))
    text = []
    namespace = line.slice(2)
    if (line !== '@@') return
    onReading(name, links)
    links = []
  })
  const argv = ['env', `PATH=${toolPath}`, 'sh', '-c', script, 'sh', String(intervalMs / 1000)] as const
  await machine.spawn(argv, {
    signal,
    onOutput: (stream, chunk) => (stream === 'stdout' ? lines.push(chunk) : undefined),
  })
}
