import type { NetworkListener, NetworkWatch, Node } from '../engine/index.js'
import {
  foldTimeline,
  LinkTracker,
  withFullNames,
  type Emit,
  type LabEvent,
  type LinkTimeline,
  type NetworkState,
  type WatchInput,
} from '../network/index.js'
import { KernelMonitor } from './kernel-monitor.js'
import { readState, type ReadStateOptions } from './state.js'

export interface WatchOptions {
  /** What was run meanwhile; `at` is by the clock of `performance.now()`. Asked once, at the end. */
  commands?: () => readonly { at: number; command: string }[]
}

/**
 * Listens to the kernel's notices of links in every namespace while the action runs, namespaces made by it included, and
 * tells the life of each link. Events are emitted as they come; those of the timeline are told anew at the end, when it
 * is known who is whose peer. Where notices were lost, the state is read anew and `overrunsAtMs` says so.
 * @throws what the action throws, when the monitor has been stopped.
 */
export async function watchLinks(
  node: Node,
  action: () => unknown,
  emit: Emit,
  options: WatchOptions = {},
): Promise<LinkTimeline> {
  // The kernel's notices have no other names for the namespaces of other nodes.
  const read = async (options?: ReadStateOptions) => withFullNames(await readState(node, options))
  const early: WatchInput[] = []
  let watch: Watch | undefined
  const overrunsAt: number[] = []
  const reads: Promise<unknown>[] = []
  const listening = listen(node, {
    notice: (notice) => {
      const input: WatchInput = { kind: 'notice', notice }
      if (watch === undefined) early.push(input)
      else watch.take(input, notice.atMs)
    },
    newNamespace: (namespace) => {
      const newcomer = takeNewcomers(namespace)
      reads.push(newcomer)
      newcomer.catch(() => {
        // Thrown where all reads are waited for.
      })
    },
    overrun: () => overrunsAt.push(Date.now()),
  })
  /** What happened in a namespace before it was heard is not told, only what is there. */
  const takeNewcomers = async (namespace: string): Promise<void> => {
    const state = await read()
    const at = Date.now()
    // Notices of how it came there may still be on their way.
    await (await listening).drain()
    watch?.take({ kind: 'read', state, namespace }, at)
  }
  const monitor = await listening
  try {
    const initial = await read()
    watch = new Watch(initial, emit)
    // Notices from before the read: the state has them; of these only the numbers of namespaces count.
    for (const input of early) if (input.kind === 'notice' && input.notice.kind === 'namespace-id') watch.take(input)
    watch.begin()
    await action()
    const settled = await read({ since: initial })
    await monitor.drain()
    await Promise.all(reads)
    return watch.end(settled, overrunsAt, options.commands?.() ?? [])
  } finally {
    await monitor.stop()
  }
}

/** By rtnetlink where a process of ours speaks it, else by `ip monitor`. */
function listen(node: Node, listener: NetworkListener): Promise<NetworkWatch> {
  return node.netlink?.isUp === true ? node.netlink.watch(listener) : KernelMonitor.start(node, listener)
}

class Watch {
  private readonly live: LinkTracker
  private readonly inputs: { atMs: number; input: WatchInput }[] = []
  private startedAt = Date.now()
  private startedNow = performance.now()

  constructor(
    private readonly initial: NetworkState,
    private readonly emit: Emit,
  ) {
    this.live = new LinkTracker(initial)
  }

  begin(): void {
    this.startedAt = Date.now()
    this.startedNow = performance.now()
  }

  /** `at` is milliseconds since 1970, by the machine's clock. */
  take(input: WatchInput, at = Date.now()): void {
    this.inputs.push({ atMs: at - this.startedAt, input })
    for (const event of this.live.take(input)) this.emit(event)
  }

  end(
    settled: NetworkState,
    overrunsAt: readonly number[],
    commands: readonly { at: number; command: string }[],
  ): LinkTimeline {
    this.take({ kind: 'settled', state: settled })
    const states = this.inputs.flatMap(({ input }) => (input.kind === 'notice' ? [] : [input.state]))
    const tracker = new LinkTracker(this.initial, [this.initial, ...states])
    const events = this.inputs.flatMap(({ atMs, input }) =>
      tracker.take(input).map((event): LabEvent => ({ v: 1, atMs: Math.max(0, atMs), ...event })),
    )
    events.sort((one, other) => one.atMs - other.atMs)
    const durationMs = Math.max(performance.now() - this.startedNow, events.at(-1)?.atMs ?? 0)
    const timeline = foldTimeline(
      this.initial,
      events,
      durationMs,
      commands.map(({ at, command }) => ({ atMs: at - this.startedNow, command })),
    )
    const overrunsAtMs = overrunsAt.map((at) => Math.max(0, at - this.startedAt))
    return overrunsAtMs.length === 0 ? timeline : { ...timeline, overrunsAtMs }
  }
}
