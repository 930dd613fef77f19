import type { Node } from '../engine/index.js'
import { fullName, type NetworkNamespace, type PingCell, type PingMatrix } from '../network/index.js'
import { readState } from './state.js'

export interface PingAllOptions {
  signal?: AbortSignal
  /** How many of the namespaces have asked all others. */
  onProgress?: (done: number, all: number) => void
}

/** Namespaces that ask at once, and requests that each has under way at once. */
const SENDERS = 4
const REQUESTS = 16

/** Seconds; a neighbour that is not there is given up by the kernel after three. */
const WAIT = 2

const script = `target() { LC_ALL=C ping -n -c 1 -W ${WAIT} "$1"; }
command -v ping > /dev/null || exit 127
count=0
for address; do
  target "$address" 2> /dev/null &
  count=$((count + 1))
  [ $((count % ${REQUESTS})) != 0 ] || wait
done
wait`

/**
 * Each namespace that has an address asks each other one once, at its first global IPv4 address, else IPv6. What was not
 * asked when it was stopped is null.
 */
export async function pingAll(node: Node, options: PingAllOptions = {}): Promise<PingMatrix> {
  const state = await readState(node)
  const hosts = state.namespaces.flatMap((space) => {
    const address = addressOf(space)
    return address === undefined ? [] : [{ space, name: fullName(space), address }]
  })
  const results = hosts.map((): (PingCell | null)[] => hosts.map(() => null))
  let next = 0
  let done = 0
  const send = async (): Promise<void> => {
    for (let from = next++; from < hosts.length; from = next++) {
      const host = hosts[from]
      if (host === undefined || options.signal?.aborted === true) return
      const others = hosts.flatMap(({ address }, to) => (to === from ? [] : [{ address, to }]))
      const replies = await ask(
        node,
        host.space,
        others.map(({ address }) => address),
        options.signal,
      )
      if (replies === undefined) return
      const row = results[from] ?? []
      for (const { address, to } of others) row[to] = cellOf(replies.get(address))
      options.onProgress?.(++done, hosts.length)
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  return { names: hosts.map(({ name }) => name), results }
}

/** The reply's RTT in milliseconds by the address that gave it; undefined where it was stopped. */
async function ask(
  first: Node,
  { node: nodeName, name }: NetworkNamespace,
  addresses: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, number> | undefined> {
  const machine = first.nodes.find((node) => node.name === nodeName) ?? first
  const result = await machine.spawn(['/bin/sh', '-c', script, 'sh', ...addresses], {
    ...(name !== 'root' && { namespace: name }),
    ...(signal && { signal }),
  })
  if (result.isInterrupted) return undefined
  if (result.exitCode === 127) throw new Error('ping is not installed: apt-get install iputils-ping')
  const replies = result.stdout.matchAll(/^\d+ bytes from (\S+?):? icmp_seq=\d+ .*time=([\d.]+) ms/gm)
  return new Map([...replies].map(([, address = '', ms]) => [address, Number(ms)]))
}

const cellOf = (rttMs: number | undefined): PingCell => ({
  sent: 1,
  received: rttMs === undefined ? 0 : 1,
  rttMs: rttMs ?? null,
})

function addressOf({ links }: NetworkNamespace): string | undefined {
  const addresses = links.flatMap((link) => link.addresses).filter(({ scope }) => scope === 'global')
  return (addresses.find(({ family }) => family === 'inet') ?? addresses[0])?.address
}
