import type { Node } from '../../engine/index.js'
import type { Listener, NetworkSnapshot } from '../../network/index.js'
import type { ExplainRequest } from '../../tools/index.js'

/** Waits for somebody on a port, as its arguments say, and says that it does. */
const program = `
const [protocol, address, port] = process.argv.slice(1)
const host = address === '*' ? '::' : address
if (protocol === 'tcp') require('net').createServer((socket) => socket.end()).listen({ host, port }, () => console.log('waits'))
else require('dgram').createSocket(host.includes(':') ? 'udp6' : 'udp4').bind(Number(port), host, () => console.log('waits'))
`

/**
 * Programs are not copied. For a probe of a port one stands in for each that listened on it, as far as a probe can tell: the
 * connection is accepted. They end with the copy.
 */
export async function standIn(
  copy: Node,
  { spaces }: NetworkSnapshot,
  { protocol = 'icmp', port }: ExplainRequest,
  signal: AbortSignal,
): Promise<void> {
  const waiting = spaces.flatMap(({ node, name, listeners }) => {
    const machine = copy.nodes.find((each) => each.name === node) ?? copy
    const meant = listeners.filter((each) => each.protocol === protocol && each.port === port)
    return meant.map((listener) => waitsOn(machine, name, listener, signal))
  })
  await Promise.all(waiting)
}

/** Resolves when it waits, or has ended: then the probe tells. */
function waitsOn(node: Node, namespace: string, listener: Listener, signal: AbortSignal): Promise<void> {
  const { protocol, address, port } = listener
  return new Promise((resolve, reject) => {
    node
      .spawn([process.execPath, '-e', program, protocol, address, String(port)], {
        ...(namespace === 'root' ? {} : { namespace }),
        signal,
        onOutput: () => {
          resolve()
        },
      })
      .then(() => {
        resolve()
      }, reject)
  })
}
