import type { BegunCell, Displayable } from '../display/index.js'
import type { Engine, Feature, Node, Probe } from '../engine/index.js'
import {
  FIRST_NODE,
  listWords,
  planNetwork,
  type Emit,
  type LabEvent,
  type NetworkState,
  type Topology,
} from '../network/index.js'
import { readSnapshot } from '../tools/index.js'
import { stateTable } from '../views/index.js'
import { buildNetwork, type BuildOptions, type BuildReport } from './build/build.js'
import { readPresent, type Built } from './build/present.js'
import { planReport, type PlanReport } from './build/plan-report.js'
import { readTopology } from './build/read-topology.js'
import { LabGoneError } from './errors.js'
import { EventLog } from './event-log.js'
import { NetworkReader } from './network-reader.js'
import { NextNode } from './next-node.js'
import { latestCell } from './notebook/cell.js'
import { UndoHistory } from './undo/history.js'
import { undoLast, type UndoReport } from './undo/undo.js'
import { freshAmong } from './undo/fresh-among.js'
import { rebuildOn, restoreReport, type RestoreReport } from './restore.js'
import { scriptReport, type ScriptReport } from './script.js'
import { checkSnapshot, snapshotReport, type SnapshotReport } from './snapshot.js'
import type { CommandResult } from './shell/command-result.js'
import type { ShOptions } from './shell/options.js'
import { runScript } from './shell/run-script.js'
import { shellTag, type Sh } from './shell/sh.js'
import { showable } from './shown.js'
import { StateLog } from './state-log.js'
import type { ShellScript } from './text/template.js'
import type { LivePicture } from './topology/live-picture.js'
import { showLive, showStill, type TopologyOptions } from './topology/topology.js'

/** What stands behind a lab: its node, its log, and the picture that follows it. */
export class Sandbox {
  readonly name: string
  readonly sh: Sh
  readonly #engine: Engine
  readonly #next: NextNode
  readonly #log = new EventLog()
  readonly #seen = new StateLog(this.#log.emit)
  readonly #history = new UndoHistory()
  #node: Node
  #network: NetworkReader
  #picture: LivePicture | undefined
  /** The number of the cell that runs. */
  #cell: number | undefined
  /** Why it cannot be used any more. */
  #gone: string | undefined
  #commands = 0
  /** What was built last: what a state does not tell is compared with it. */
  #built: Built | undefined
  #probe: Promise<Probe> | undefined
  /** Calls of the shell, one after another with their readings of the state. */
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(name: string, engine: Engine, directory: string, node: Node) {
    this.name = name
    this.#engine = engine
    this.#node = node
    this.#network = new NetworkReader(node, (state) => this.#seen.saw(state))
    this.#next = new NextNode(() => engine.start({ name, directory }))
    this.sh = shellTag((script, options) => this.run(script, options), { sandbox: this })
    this.#watch(node)
    this.#next.use()
    const cell = latestCell()
    if (cell !== undefined) this.startCell(cell)
  }

  /** @throws EngineError where this machine cannot start one */
  static async start(name: string, engine: Engine, directory: string): Promise<Sandbox> {
    return new Sandbox(name, engine, directory, await engine.start({ name, directory }))
  }

  get events(): readonly LabEvent[] {
    return this.#log.events
  }

  /** For what takes part in a lab from outside of it, as lessons do. */
  get emit(): Emit {
    return this.#log.emit
  }

  get isGone(): boolean {
    return this.#gone !== undefined
  }

  /** In the shell of a node; of the lab's own machine by default. */
  run(script: ShellScript, options: ShOptions, node?: string): Promise<CommandResult> {
    return this.#inTurn(async () => {
      const machine = this.#nodeNamed(node)
      await this.#history.begin(this.#live(), this.#network, script.script)
      return runScript(script, options, {
        node: machine,
        nodeName: node ?? FIRST_NODE,
        network: this.#network,
        log: this.#log,
        id: ++this.#commands,
        onState: (state) => this.#picture?.follow(state),
      })
    })
  }

  /**
   * The machine of that name; the lab's own by default.
   *
   * @throws LabGoneError, and RangeError where there is no such node
   */
  machine(name?: string): Node {
    return this.#nodeNamed(name)
  }

  async state(): Promise<NetworkState & Displayable> {
    this.#live()
    const state = await this.#network.read()
    return showable(state, { bundle: () => stateTable(state) })
  }

  /**
   * For what looks into the network or sends through it: that may teach it something, so the state is read anew afterwards.
   *
   * @throws LabGoneError, and what the action throws
   */
  async use<Result>(action: (node: Node, log: EventLog) => Promise<Result>): Promise<Result> {
    try {
      return await action(this.#live(), this.#log)
    } finally {
      this.#network.forget()
    }
  }

  /**
   * For what changes the network unseen: the log goes on from the network as it is then, nothing of it can be undone, and
   * the picture stays as it was before.
   */
  unseen<Result>(action: (node: Node) => Promise<Result>): Promise<Result> {
    return this.#inTurn(async () => {
      const node = this.#live()
      await this.#freeze()
      try {
        return await action(node)
      } finally {
        this.#network.forget()
        this.#history.clear()
        this.#seen.forget()
      }
    })
  }

  /** A machine as new beside this one, for whoever takes it to end. */
  readonly spare = {
    /** It starts meanwhile. */
    prepare: (): void => this.#next.prepare(),
    take: (): Promise<Node> => this.#next.take(),
  }

  /** Waits for its turn among the shell's calls, so that each tells what it changed itself. */
  build(source: Topology | string, { quiet = false }: BuildOptions = {}): Promise<BuildReport> {
    return this.#inTurn(async () => {
      // What a file asks for is not known yet: sysctls, for one.
      await this.#history.begin(
        this.#live(),
        this.#network,
        typeof source === 'string' ? 'sysctls' : JSON.stringify(source),
      )
      const node = this.#live()
      const { wanted, where } = await readTopology(source)
      return buildNetwork(wanted, {
        node,
        quiet,
        network: this.#network,
        former: this.#built,
        where,
        can: (feature) => this.can(feature),
        onBuilt: (built) => (this.#built = built),
        emit: this.#log.emit,
        id: ++this.#commands,
        onState: (state) => this.#picture?.follow(state),
      })
    })
  }

  async plan(source: Topology | string): Promise<PlanReport> {
    const node = this.#live()
    const { wanted } = await readTopology(source)
    const state = await this.#network.read()
    const present = await readPresent(node, state, wanted, this.#built)
    return planReport(planNetwork(state, present.wanted, present.compared))
  }

  async topology({ live = true }: TopologyOptions): Promise<Displayable> {
    this.#live()
    await this.#freeze()
    const state = await this.#network.read()
    if (!live) return showStill(state)
    const { picture, handle } = await showLive(state)
    this.#picture = picture
    return handle
  }

  /**
   * For what changes the network by other means than a command. `words` tell what it may do, for undo; the action gives the
   * state before it where that is to be waited for.
   */
  async change(
    words: 'add' | 'delete',
    action: (node: Node, network: NetworkReader) => Promise<NetworkState | undefined>,
  ): Promise<void> {
    const node = this.#live()
    await this.#history.begin(node, this.#network, words)
    await this.#changed(await action(node, this.#network))
  }

  async reset(): Promise<void> {
    if (this.#gone === disposed) this.#live()
    await this.#freeze()
    this.#moveTo(await this.#next.take())
  }

  /** Of all nodes. */
  snapshot(): Promise<SnapshotReport> {
    return this.#inTurn(() => snapshotReport(this.#live()))
  }

  /** Of all nodes. */
  script(): Promise<ScriptReport> {
    return this.#inTurn(async () => scriptReport(await readSnapshot(this.#live()), await freshAmong(this.#next)))
  }

  undo(): Promise<UndoReport> {
    return this.#inTurn(async () => {
      const node = this.#live()
      const { report, state } = await undoLast({
        ...{ node, history: this.#history },
        fresh: () => freshAmong(this.#next),
      }).finally(() => {
        this.#network.forget()
        this.#built = undefined
      })
      this.#picture?.follow(state)
      return report
    })
  }

  /** Rebuilds it on a machine as new, which takes the place of this one when it is done. */
  restore(snapshot: unknown): Promise<RestoreReport> {
    return this.#inTurn(async () => {
      if (this.#gone === disposed) this.#live()
      checkSnapshot(snapshot)
      const startedAt = performance.now()
      const node = await this.#next.take()
      const rebuilt = await rebuildOn(node, snapshot)
      await this.#freeze()
      this.#moveTo(node)
      return restoreReport(snapshot, rebuilt, performance.now() - startedAt)
    })
  }

  async dispose(): Promise<void> {
    if (this.#gone === disposed) return
    await this.#freeze()
    this.#gone = disposed
    await Promise.all([this.#node.dispose(), this.#next.dispose()])
  }

  /** Probes only now, and once: that takes as long as a start, and few ask. */
  async can(feature: Feature): Promise<boolean> {
    if (this.#engine.lacks.includes(feature)) return false
    const probe = await (this.#probe ??= this.#engine.probe())
    return !probe.works || !probe.missing.includes(feature)
  }

  describe(): string {
    const state = this.#gone === undefined ? `a machine of its own (engine ${this.#engine.name})` : this.#gone
    return `lab ${this.name}: ${state}. Its shell: lab.sh\`…\` or a %%sh cell. Its picture: await lab.topology()`
  }

  startCell({ number, code }: BegunCell): void {
    this.#log.emit({ kind: 'cell-started', cell: number, code })
    this.#cell = number
    this.#picture?.startCell()
  }

  async endCell(ok: boolean): Promise<void> {
    await this.#picture?.endCell()
    if (this.#cell !== undefined) this.#log.emit({ kind: 'cell-ended', cell: this.#cell, ok })
    this.#cell = undefined
  }

  #inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const call = this.#queue.then(action)
    // The next call runs whether or not this one failed; its caller is told.
    this.#queue = call.catch(() => undefined)
    return call
  }

  /** To another machine; the former ends. */
  #moveTo(node: Node): void {
    this.#next.retire(this.#node)
    this.#node = node
    this.#network = new NetworkReader(node, (state) => this.#seen.saw(state))
    this.#built = undefined
    this.#history.clear()
    this.#gone = undefined
    this.#watch(node)
  }

  async #freeze(): Promise<void> {
    const picture = this.#picture
    this.#picture = undefined
    await picture?.freeze()
  }

  /** The network was changed by other means than a command: the picture follows. */
  async #changed(since?: NetworkState): Promise<void> {
    const state = await this.#network.read(since)
    this.#picture?.follow(state)
  }

  /** @throws LabGoneError, and RangeError where there is no such node */
  #nodeNamed(name: string | undefined): Node {
    const first = this.#live()
    if (name === undefined) return first
    const node = first.nodes.find((each) => each.name === name)
    if (node !== undefined) return node
    const there = first.nodes.map((each) => each.name)
    const known =
      there.length === 0 ? 'there is none yet' : `there ${there.length === 1 ? 'is' : 'are'} ${listWords(there)}`
    throw new RangeError(`No node is named ${name}; ${known}. Make one: await lab.nodes(['${name}'])`)
  }

  /** @throws LabGoneError */
  #live(): Node {
    if (this.#gone !== undefined) {
      const remedy = this.#gone === disposed ? 'Open it again: await openLab()' : 'Start over: await lab.reset()'
      throw new LabGoneError(`The lab ${this.name} cannot be used: ${this.#gone}. ${remedy}`)
    }
    this.#next.use()
    return this.#node
  }

  #watch(node: Node): void {
    let isAboutToLook = false
    node.onVisited?.(() => {
      if (isAboutToLook || this.#picture === undefined) return
      isAboutToLook = true
      const look = this.#inTurn(async () => {
        isAboutToLook = false
        if (node === this.#node) await this.#changed()
      })
      // Where it fails the machine is going, which whoever uses it is told.
      look.catch(() => undefined)
    })
    void node.ended.then((reason) => {
      if (reason !== null && node === this.#node) this.#gone = `its machine has ended (${reason})`
    })
  }
}

const disposed = 'it was disposed'
