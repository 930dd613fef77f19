import type { Displayable } from '../display/index.js'
import type { Feature } from '../engine/index.js'
import type { LabEvent, NetworkSnapshot, NetworkState, Topology } from '../network/index.js'
import type { BuildOptions, BuildReport } from './build/build.js'
import type { ThroughputReport } from './build/measure.js'
import type { PingMatrixReport } from './build/ping-all.js'
import type { PlanReport } from './build/plan-report.js'
import type { CaptureReport } from './capture/report.js'
import type { TraceOptions, TraceReport } from './capture/trace.js'
import type { ComparisonReport } from './compare.js'
import type { ExplainOptions, ExplanationReport } from './explain/explain.js'
import type { LinkReport } from './links.js'
import type { ScriptReport } from './script.js'
import type { TimelineReport } from './timeline.js'
import type { LabNode } from './nodes/lab-node.js'
import type { PingOptions, PingReport } from './ping.js'
import type { RestoreReport } from './restore.js'
import type { SnapshotReport } from './snapshot.js'
import type { Sh } from './shell/sh.js'
import type { WatchOptions, WatchReport } from './watch.js'
import type { UndoReport } from './undo/undo.js'
import type { TopologyOptions } from './topology/topology.js'

/** A machine of your own, with a real Linux network in it. Made by openLab. */
export interface Lab extends Displayable {
  readonly name: string
  /** Runs lines in the lab's shell: ``await lab.sh`sudo ip netns add ns1` ``; see Sh. */
  readonly sh: Sh
  /** The network as the kernel has it now: plain data, JSON-safe; shown as a table. */
  state(): Promise<NetworkState & Displayable>
  /**
   * Pings from a namespace (`'root'` for the lab's own) to an address, or to a namespace: its first global IPv4 address,
   * else IPv6. A node's name stands for its root namespace, `node1/ns1` for another. Loss is a result, not an error.
   *
   * @throws RangeError where there is no such namespace, or a number is out of bounds
   * @throws StoppedError where the stop button ended it; what it had told is in its `result`
   */
  ping(from: string, to: string, options?: PingOptions): Promise<PingReport>
  /**
   * Why a packet from a namespace does or does not arrive at an address, or at a namespace: what stops it first, where,
   * by what evidence, and what would mend it. Asks the kernel, sends a probe and counts it on its way. Places are named as
   * for `ping`, and the way may lead over several nodes: `hops[].node` and `at.node` say which (`'host'`: the lab's own
   * machine). A remedy is for the shell of its `node`: ``lab.sh`…` ``, or ``node1.sh`…` ``.
   *
   * @throws RangeError where an option is out of bounds, or the target looks like an address and is none
   */
  explain(from: string, to: string, options?: ExplainOptions): Promise<ExplanationReport>
  /**
   * Sends one probe and shows the frames that were seen on its way as a sequence diagram: what was asked, answered, flooded,
   * carried in another frame, and which one went no further. Takes the options of `explain`; with `everywhere: true` every
   * frame in every namespace is told, not only what belongs to the probe.
   *
   * @throws RangeError where there is no such namespace, or an option is out of bounds
   * @throws StoppedError where the stop button ended it
   */
  trace(from: string, to: string, options?: TraceOptions): Promise<TraceReport>
  /**
   * Captures the frames of some links while an action runs, from its beginning to what follows right after its end:
   * `await lab.capture(['ns1.veth1'], async () => { await lab.sh`…` })`; `'ns1'` is every link of the namespace. Shown as a
   * sequence diagram; `capture.frames[i].layers` are a frame's bytes by layer, `capture.pcap` is the file for Wireshark.
   * Frames that the kernel had no room for are counted in `dropped`, those beyond 16 MiB in `cut`.
   *
   * @throws RangeError naming the links that there are; what the action throws, after showing what was captured
   * @throws StoppedError where the stop button ended it; what was captured is in its `result`
   */
  capture(links: readonly string[], action: () => unknown): Promise<CaptureReport>
  /**
   * Shows what every link carries, and a ping beside it where asked for, in one picture that is drawn anew with each
   * reading, until the stop button or `forMs` ends it; the last picture stays: `await lab.watch({ ping: ['ns1', 'ns2'] })`.
   *
   * @throws RangeError where an option is out of bounds, or there is no such namespace
   */
  watch(options?: WatchOptions): Promise<WatchReport>
  /** Runs an action and tells what became of every link meanwhile, by the kernel's own notices. */
  watchLinks(action: () => unknown): Promise<LinkReport>
  /**
   * Further machines, each with a root network namespace, files, processes and a shell of its own: `const [node1, node2] =
   * await lab.nodes(['node1', 'node2'])`. One that is there already is given as it is. They end with the lab, and with a
   * reset.
   *
   * @throws TypeError where a name is no host name
   */
  nodes<const Names extends readonly string[]>(names: Names): Promise<{ -readonly [Index in keyof Names]: LabNode }>
  /**
   * Plugs a cable (a veth pair, down at first) into two machines: `await lab.link('node1.eth0', 'node2.eth0')`. Before the
   * dot stands a node, a namespace of the lab's own machine, or `node1/ns1`.
   *
   * @throws RangeError where there is no such place
   */
  link(one: string, other: string): Promise<void>
  /**
   * Makes the network a wanted one: what is missing is made, what is not in it goes, the rest stays. All or nothing: it is
   * checked whole before, and a failure half-way leaves the network as it was. A text is the name of a file, JSON or YAML, of
   * the same shape, or containerlab's or Mininet's. `{ quiet: true }` shows nothing of it.
   *
   * @throws TopologyError naming all that is wrong in it; BuildError with the kernel's words and the topology's place
   */
  build(topology: Topology | string, options?: BuildOptions): Promise<BuildReport>
  /** What `build` would do now, and nothing of it. */
  plan(topology: Topology | string): Promise<PlanReport>
  /** Each namespace with an address pings each other once; shown as a heat map. Stopped, it tells what it has. */
  pingAll(): Promise<PingMatrixReport>
  /**
   * Throughput of a TCP connection by iperf3, for two seconds or as many as are said, 1 to 3600: plain data in bits a
   * second, bytes and seconds, as the receiver counts, of the whole and of each interval. `.plot()` draws it over time.
   *
   * @throws Error where iperf3 is not installed, or nobody answers; RangeError where there is no such namespace
   * @throws StoppedError where the stop button ended it
   */
  measure(from: string, to: string, options?: { seconds?: number }): Promise<ThroughputReport>
  /**
   * Draws the network. The picture follows what later commands change, in place, until the next `topology()`, `reset()` or
   * `dispose()` freezes it as it then is; `{ live: false }` is still from the start.
   */
  topology(options?: TopologyOptions): Promise<Displayable>
  /**
   * What happened so far, on one time axis: commands, links that were watched, pings with their replies and losses. Plain
   * data beside the picture; times are milliseconds since the lab was opened.
   */
  timeline(): TimelineReport
  /**
   * The shell commands that build the network as it is now on any Linux machine, with all that a snapshot holds; `missing`,
   * and the script's header, name what they leave out. Of several nodes each is a namespace there, `node1/ns1` is `node1-ns1`.
   *
   * @throws RangeError where a namespace has the name that one of a node would get
   */
  script(): Promise<ScriptReport>
  /**
   * What became of the network between two states, or two snapshots, as data and in words: `lab.compare(before, await
   * lab.state())`. Of snapshots also sysctls, firewalls and queues are compared.
   *
   * @throws TypeError where one of them is neither
   */
  compare(before: NetworkState | NetworkSnapshot, after: NetworkState | NetworkSnapshot): ComparisonReport
  /**
   * The whole network as plain data, JSON-safe, to be kept and restored: namespaces, links, addresses, routes, rules,
   * neighbours and FDB entries that were set, settings of bridges and ports, sysctls, queues, nftables and iptables rules.
   * Programs that are running are not in it.
   */
  snapshot(): Promise<SnapshotReport>
  /**
   * Makes the lab's network that of a snapshot, on a machine as new: files, variables and jobs are gone as after `reset`. All
   * or nothing. What could not be rebuilt is named in the result: programs that were running, what this kernel has not.
   *
   * @throws RestoreError with what was refused; the lab is then as it was. TypeError where it is no snapshot
   */
  restore(snapshot: NetworkSnapshot): Promise<RestoreReport>
  /**
   * Takes back what the last cell (where there are no cells: the last `lab.sh` or `lab.build`) did to the network, and says
   * in words what that was; what it cannot take back, it names. Processes, files and variables stay as they are. Again, it
   * takes back what was done before that.
   *
   * @throws UndoError where nothing was done
   */
  undo(): Promise<UndoReport>
  /** A machine as new, in milliseconds: namespaces, links, variables and jobs are gone. */
  reset(): Promise<void>
  /** Ends the lab and everything in it. */
  dispose(): Promise<void>
  /** What happened in this lab, in order; `atMs` is milliseconds since it was opened. */
  readonly events: readonly LabEvent[]
  /** Whether this machine's sandbox can do that: `await lab.can('tcpdump')`. Looked at when first asked, which takes a moment. */
  can(feature: Feature): Promise<boolean>
}
