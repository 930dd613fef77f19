import { setTimeout } from 'node:timers/promises'
import type { ExecResult, Node } from '../../engine/index.js'
import { fullName, relevantTo, withFullNames, type Emit, type NetworkState, type Probe } from '../../network/index.js'
import { checkRequest } from '../explain/request.js'
import { resolveEnds } from '../ping.js'
import { readState } from '../state.js'
import { develop, type Developed } from './develop.js'
import { onTheWay } from './on-the-way.js'
import { record } from './record.js'
import { tellFrames } from './tell.js'

export interface TraceRequest {
  /** The namespace that sends: one of the lab's own machine, a node (its root namespace), or `node1/ns1`. */
  from: string
  /** An address, or a namespace: its first global IPv4 address, else IPv6. */
  to: string
  /** `'icmp'` by default: one echo request. TCP: a connection is opened. UDP: one datagram. */
  protocol?: 'icmp' | 'tcp' | 'udp'
  /** For TCP and UDP: 1 to 65535. */
  port?: number
  /** Bytes of data of an ICMP probe, 40 to 65507; 56 by default. */
  size?: number
  /** Listens in every namespace of a large network, too, and tells every frame, not only what belongs to the probe. */
  everywhere?: boolean
}

export interface TraceOutcome {
  trace: Developed
  probe: Probe
  /** An answer came back; UDP: the datagram was taken in, and nobody said that it was not wanted. */
  arrived: boolean
  /** Packets that were seen meanwhile and are not told, since they do not belong to the probe. */
  others: number
}

/** IPv6 addresses that are being tested for duplicates cannot be used yet: waited for, in milliseconds. */
const MOST_TESTING_MS = 2500

/**
 * Sends one probe and tells the frames that were seen on its way.
 * @throws RangeError where the request cannot be meant
 */
export async function trace(node: Node, request: TraceRequest, emit: Emit, signal: AbortSignal): Promise<TraceOutcome> {
  checkRequest(request)
  const { protocol = 'icmp', port = null, size = 56, everywhere = false } = request
  const before = await settled(node, request, signal)
  const { sender, to } = resolveEnds(before, request)
  const address = to.replace(/%.*/, '')
  const from = fullName(sender)
  const all = withFullNames(before).namespaces
  const owners = all.filter(({ links }) =>
    links.some((link) => link.addresses.some((each) => each.address === address)),
  )
  const names = owners.map(({ name }) => name)
  const heard = everywhere ? all.map(({ name }) => name) : onTheWay(before, from, names)
  const argv = probeWords(protocol, to, port, size)
  const machine = node.nodes.find(({ name }) => name === sender.node) ?? node
  const send = (): Promise<ExecResult> =>
    machine.spawn(['env', 'LC_ALL=C', ...argv], {
      ...(sender.name === 'root' ? {} : { namespace: sender.name }),
      ...{ signal, timeoutMs: 10_000 },
    })
  const recording = await record(
    node,
    before,
    heard.map((namespace) => ({ namespace, links: null })),
    send,
    signal,
  )
  if (recording.outcome.status === 'rejected') throw recording.outcome.reason
  const { stdout, stderr, exitCode } = recording.outcome.value
  let others = 0
  const developed = develop(recording, {
    first: from,
    ...(!everywhere && {
      choose: (journeys) => {
        const chosen = relevantTo(journeys, { address, protocol }, gateways(before))
        others = journeys.length - chosen.size
        return chosen
      },
    }),
  })
  tellFrames(developed, recording.startNs, emit)
  const command = commandWords(argv)
  return {
    trace: developed,
    probe: {
      ...{ from: from.replace(/\/root$/, ''), to, protocol, port, size },
      command: sender.name === 'root' ? command : `ip netns exec ${sender.name} ${command}`,
      output: `${stdout}${stderr}`.trim(),
    },
    arrived: protocol === 'udp' ? wasTaken(developed, names) : exitCode === 0,
    others,
  }
}

const gateways = ({ namespaces }: NetworkState): string[] =>
  namespaces.flatMap(({ routes }) => routes.flatMap(({ via }) => via ?? []))

function probeWords(
  protocol: 'icmp' | 'tcp' | 'udp',
  to: string,
  port: number | null,
  size: number,
): [string, ...string[]] {
  const isPlain = size === 56
  if (protocol === 'icmp')
    return ['ping', '-n', '-c', '1', '-W', '1', ...(isPlain ? [] : ['-M', 'do', '-s', `${size}`]), to]
  if (protocol === 'tcp') return ['timeout', '2', 'bash', '-c', `exec 3<>/dev/tcp/${to}/${port}`]
  return ['bash', '-c', `exec 3<>/dev/udp/${to}/${port} && printf vethbook >&3 && read -r -t 0.1 -u 3 answer`]
}

const commandWords = (argv: readonly string[]): string =>
  argv.map((word) => (/[\s<>&]/.test(word) ? `'${word}'` : word)).join(' ')

/** UDP has no answer of its own: it came to the owner of the address, and no error went back. */
function wasTaken({ frames }: Developed, owners: readonly string[]): boolean {
  const isUdp = ({ layers }: Developed['frames'][number]) =>
    layers.some(({ name, isQuoted }) => name === 'UDP' && isQuoted !== true)
  const isError = ({ layers }: Developed['frames'][number]) => layers.some(({ isQuoted }) => isQuoted === true)
  const came = frames.some((frame) => frame.direction === 'in' && owners.includes(frame.namespace) && isUdp(frame))
  return came && !frames.some(isError)
}

async function settled(node: Node, { to }: TraceRequest, signal: AbortSignal): Promise<NetworkState> {
  const deadline = performance.now() + MOST_TESTING_MS
  for (;;) {
    const state = await readState(node, { signal })
    const links = state.namespaces.flatMap((space) => space.links)
    if (typeof to !== 'string') return state // told by who reads the request
    const isTesting = links.some(
      ({ carrier, addresses }) =>
        carrier && addresses.some(({ flags }) => flags.includes('tentative') && !flags.includes('dadfailed')),
    )
    if (!to.includes(':') || !isTesting || performance.now() > deadline) return state
    await setTimeout(50, undefined, { signal })
  }
}
