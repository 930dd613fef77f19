import type { Displayable } from '../display/index.js'
import type { Engine, Feature, Node, Probe } from '../engine/index.js'
import type { LabEvent, NetworkState } from '../network/index.js'
import { stateTable } from '../views/index.js'
import { LabGoneError } from './errors.js'
import { EventLog } from './event-log.js'
import { linkReport, type LinkReport } from './links.js'
import { NetworkReader } from './network-reader.js'
import { NextNode } from './next-node.js'
import { pingReport, type PingOptions, type PingReport } from './ping.js'
import type { CommandResult } from './shell/command-result.js'
import type { ShOptions } from './shell/options.js'
import { runScript } from './shell/run-script.js'
import { shellTag, type Sh } from './shell/sh.js'
import { showable } from './shown.js'
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
  #node: Node
  #network: NetworkReader
  #picture: LivePicture | undefined
  /** Why it cannot be used any more. */
  #gone: string | undefined
  #commands = 0
  #probe: Promise<Probe> | undefined
  /** Calls of the shell, one after another with their readings of the state. */
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(name: string, engine: Engine, directory: string, node: Node) {
    this.name = name
    this.#engine = engine
    this.#node = node
    this.#network = new NetworkReader(node)
    this.#next = new NextNode(() => engine.start({ name, directory }))
    this.sh = shellTag((script, options) => this.run(script, options))
    this.#watch(node)
  }

  /** @throws EngineError where this machine cannot start one */
  static async start(name: string, engine: Engine, directory: string): Promise<Sandbox> {
    return new Sandbox(name, engine, directory, await engine.start({ name, directory }))
  }

  get events(): readonly LabEvent[] {
    return this.#log.events
  }

  get isGone(): boolean {
    return this.#gone !== undefined
  }

  run(script: ShellScript, options: ShOptions): Promise<CommandResult> {
    const call = this.#queue.then(() =>
      runScript(script, options, {
        node: this.#live(),
        network: this.#network,
        log: this.#log,
        id: ++this.#commands,
        onState: (state) => this.#picture?.follow(state),
      }),
    )
    // The next call runs whether or not this one failed; its caller is told.
    this.#queue = call.catch(() => undefined)
    return call
  }

  async state(): Promise<NetworkState & Displayable> {
    this.#live()
    const state = await this.#network.read()
    return showable(state, { bundle: () => stateTable(state) })
  }

  async ping(from: string, to: string, options: PingOptions): Promise<PingReport> {
    try {
      return await pingReport(this.#live(), from, to, options, this.#log.emit)
    } finally {
      this.#network.forget()
    }
  }

  async watchLinks(action: () => unknown): Promise<LinkReport> {
    return linkReport(this.#live(), action, this.#log)
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

  async reset(): Promise<void> {
    if (this.#gone === disposed) this.#live()
    await this.#freeze()
    this.#node = await this.#next.replace(this.#node)
    this.#network = new NetworkReader(this.#node)
    this.#gone = undefined
    this.#watch(this.#node)
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

  startCell(): void {
    this.#picture?.startCell()
  }

  async endCell(): Promise<void> {
    await this.#picture?.endCell()
  }

  async #freeze(): Promise<void> {
    const picture = this.#picture
    this.#picture = undefined
    await picture?.freeze()
  }

  /** @throws LabGoneError */
  #live(): Node {
    if (this.#gone !== undefined) {
      const remedy = this.#gone === disposed ? 'Open it again: await openLab()' : 'Start over: await lab.reset()'
      throw new LabGoneError(`The lab ${this.name} cannot be used: ${this.#gone}. ${remedy}`)
    }
    return this.#node
  }

  #watch(node: Node): void {
    void node.ended.then((reason) => {
      if (reason !== null && node === this.#node) this.#gone = `its machine has ended (${reason})`
    })
  }
}

const disposed = 'it was disposed'
