import type { NetworkState, Notice, Operation } from '../network/index.js'

/**
 * The contract of an engine: where a command really runs. One factory a file in this folder makes one
 * (`namespaces.ts`); `test/engine/contract.ts` is the one suite that each of them must pass.
 */
export interface Engine {
  readonly name: string
  /** What this engine cannot do even where it works; everything unlisted must hold. */
  readonly lacks: readonly Feature[]
  probe(): Promise<Probe>
  /** @throws EngineError naming the reason, the setting or package, and the alternatives. */
  start(options: NodeOptions): Promise<Node>
}

/** The promises an engine may lack; the names `lab.can()` takes. */
export type Feature =
  | 'tcpdump'
  | 'nftables'
  | 'iptables'
  | 'tun'
  | 'vxlan'
  | 'macvlan'
  | 'vlan'
  | 'dummy'
  | 'vlan-filtering'
  | 'netem'
  | 'tbf'
  | 'ebpf'
  | 'several-users'
  | 'pid-namespace'
  | 'sysctl'
  | 'notebook-folder'

/** Whether this machine lets the engine work; where not, each reason with its remedy. */
export type Probe =
  { works: true; detail: string; missing: Feature[] } | { works: false; reason: string; remedies: string[] }

export interface NodeOptions {
  /** The node's host name. */
  name: string
  /** The notebook's folder: writable inside under the same path, and the shell's first directory. Absolute. */
  directory: string
}

/** A machine of its own: user, network, mount, PID and UTS namespaces, `/run` empty, lo up, `ip netns` works. */
export interface Node {
  readonly name: string
  /** The one shell that what the learner types runs in; made at the first call. */
  shell(): Promise<Shell>
  /** A process of its own for tools: never the shell, and not standing where the shell stands. */
  spawn(argv: readonly [string, ...string[]], options?: SpawnOptions): Promise<ExecResult>
  /**
   * Process 1, by the numbers of the lab's first machine: `/proc/PID/ns/net` is the root network namespace there, for
   * `ip link add … netns`, and `/proc/PID/root` the files.
   */
  readonly pid: number
  /**
   * One more machine of the same lab, with namespaces, files, processes and a shell of its own, and joined to nothing. It
   * ends with the first one, and looks as fresh.
   *
   * @throws EngineError where there is one of that name
   */
  addNode(name: string): Promise<Node>
  /** The other machines of the lab, made by `addNode` and not gone; without the first one. */
  readonly nodes: readonly Node[]
  /** Absent where no process of ours runs beside the network, as in an emulator's guest: there tools ask ip(8). */
  readonly netlink?: Netlink
  /**
   * Listens to frames by packet sockets (packet(7)) until it is stopped; resolves when every frame from then on is heard.
   * Absent where `netlink` is. A namespace that is listened to lives on until the end of it, like one with a process in it.
   * @throws Error where there is no such namespace, or the kernel gives no memory
   */
  readonly capture?: (request: CaptureRequest) => Promise<FrameCapture>
  /**
   * Calls back when somebody has run a command in a shell of their own on a machine of the lab, as `vethbook shell` gives
   * one: what they did, nobody else tells. The last listener counts. Absent where nobody can come from outside.
   */
  onVisited?(listener: () => void): void
  /** The notebook's folder outside, where the node has but an empty one of that path; else absent. */
  readonly emptyFolder?: string
  /** Ends every process and namespace of the node. Safe to call twice. */
  dispose(): Promise<void>
  /** Resolves when the node is gone, for whatever reason; the reason in words, or null after `dispose`. */
  readonly ended: Promise<string | null>
}

export interface SpawnOptions {
  /** A named network namespace of the node; the root one by default. */
  namespace?: string
  signal?: AbortSignal
  /** Milliseconds until the process group is killed and the result says `timedOut`. */
  timeoutMs?: number
  onOutput?: OnOutput
  /** Text for the process's stdin, which is else empty. */
  input?: string
}

/** Called with whole UTF-8 characters as they arrive. */
export type OnOutput = (stream: 'stdout' | 'stderr', text: string) => void

/** Never thrown for a non-zero exit: callers decide what failing means. */
export interface ExecResult {
  /** As a shell would need it to run the same. */
  command: string
  stdout: string
  stderr: string
  /** Null where a signal ended it. */
  exitCode: number | null
  /** `'SIGKILL'` …, null where it exited by itself. */
  signal: string | null
  durationMs: number
  timedOut: boolean
  isInterrupted: boolean
  /** Output passed the limit (16 MiB a call) and was cut, with a notice in the text. */
  isTruncated: boolean
}

/** The kernel's own language for networks, rtnetlink(7), spoken by our process inside the node. */
export interface Netlink {
  /**
   * Whether it is ready now. It takes some 150 ms from the node's start: the calls below wait for it, and who would rather
   * not asks ip(8) meanwhile.
   */
  readonly isUp: boolean
  /** The whole network of the node as it is now, the root namespace first; one that goes away meanwhile is left out. */
  readState(options?: { signal?: AbortSignal }): Promise<NetworkState>
  /**
   * Does the operations in their order, each as `ip` would. The first that the kernel refuses ends it, and those before it
   * stay done; an abort ends it between two operations.
   * @throws OperationError
   */
  apply(operations: readonly Operation[], options?: ApplyOptions): Promise<void>
  /** Listens to every namespace, those made meanwhile too. It hears what happens from the moment this resolves. */
  watch(listener: NetworkListener): Promise<NetworkWatch>
}

export interface ApplyOptions {
  signal?: AbortSignal
  /** How many of the operations are done, now and then and at the end. */
  onProgress?: (done: number) => void
}

/** Told in the order in which the kernel did things, over all namespaces. */
export interface NetworkListener {
  notice(notice: Notice): void
  /** Notices of this namespace are heard from now on. */
  newNamespace(name: string): void
  /** Notices came faster than they could be taken, and some are lost. */
  overrun(): void
}

export interface NetworkWatch {
  /** Resolves when everything that has happened so far has been told, or is known to be lost. */
  drain(): Promise<void>
  stop(): Promise<void>
}

export interface CaptureRequest {
  spaces: readonly CaptureSpace[]
  /** Bytes of frames that are kept at most; what comes after is counted only. */
  limitBytes: number
}

export interface CaptureSpace {
  /** By its name among all nodes: `'root'`, `'ns1'`, `'node1/ns1'`. */
  namespace: string
  /** Numbers of the links in it; null: all, those that are made meanwhile too. */
  links: readonly number[] | null
}

export interface FrameCapture {
  /** How many frames have been heard so far. */
  readonly count: number
  /** Ends it, and gives all that was seen up to now, in the order of time. May be called twice. */
  stop(): Promise<CapturedFrames>
}

export interface CapturedFrames {
  frames: RawFrame[]
  /** Frames that the kernel counted, and had no room for. */
  dropped: number
  /** Frames beyond the limit. */
  cut: number
}

/** One frame, where and when the kernel had it. */
export interface RawFrame {
  namespace: string
  linkIndex: number
  /** Out: the link sends it. */
  direction: 'in' | 'out'
  /** It came in, and its destination is another machine's address. */
  isForOthers: boolean
  /** Nanoseconds since 1970. */
  timeNs: bigint
  /** False: the bytes begin with an IP header. */
  isEthernet: boolean
  /** The kernel leaves its transport checksum to the device, as it does on a veth pair: it is not computed yet. */
  hasOpenChecksum: boolean
  /** On the link; more than `bytes` where those are cut. */
  length: number
  bytes: Uint8Array
}

/** One bash on a pseudo-terminal: directory, variables, functions, jobs and entered shells last from call to call. */
export interface Shell {
  /**
   * Runs lines as if typed; calls queue. Later lines run after a failing one.
   * `exitCode` is the last command's.
   */
  run(script: string, options?: ShellRunOptions): Promise<ShellResult>
  /** Ctrl+C for the foreground command, SIGKILL after 300 ms. False: nothing is running. */
  interrupt(): boolean
  /** Ends the whole running call: the remaining lines do not run. False: nothing is running. */
  stop(): boolean
}

export interface ShellRunOptions {
  onOutput?: OnOutput
  /** Milliseconds until the whole call is stopped and `timedOut` is set (an error). */
  timeoutMs?: number
  /** Milliseconds after which any command still running gets Ctrl+C; later lines run; no error by itself. */
  forMs?: number
}

export interface ShellResult extends ExecResult {
  /** Each command that failed, by bash's ERR rules (not inside `if`, `while`, `&&`, `||`, `!`). `line` is 1-based in the script. */
  failures: CommandFailure[]
  /** Where the shell stands after the call. */
  place: ShellPlace
}

export interface CommandFailure {
  command: string
  line: number
  exitCode: number
}

export interface ShellPlace {
  /** Shells entered and not left; 0: the first one. */
  depth: number
  /** Network namespace the innermost shell stands in; `'root'`, a name, or null where it has none. */
  namespace: string | null
  directory: string
}

/** An engine that cannot work here, or stopped working. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  constructor(
    message: string,
    /** Commands, settings or other engines that would mend it, one a line. */
    readonly remedies: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(remedies.length === 0 ? message : `${message}\n${remedies.map((line) => `  - ${line}`).join('\n')}`, options)
  }
}

/** What the kernel (or the program that was to do it) refused, of a list of operations. */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  constructor(
    /** Place of the operation in the list, from 0: those before it are done. */
    readonly index: number,
    readonly operation: Operation,
    /** `'EEXIST'` …; null where a program failed rather than the kernel. */
    readonly errno: string | null,
    /** The kernel's own text (NLMSGERR_ATTR_MSG of an extended ACK), or what the program said; `''` where nothing. */
    readonly detail: string,
    message: string,
  ) {
    super(message)
  }
}
