/** Does operations in their order, one request each, so that nothing is done behind one that the kernel refuses. */
import { setImmediate } from 'node:timers/promises'
import type { LinkPlace, LinkSettings, NewLink, Operation } from '../../../network/index.js'
import { changeAddress, changeRoute } from '../../netlink/address-requests.js'
import { addLink, deleteGroup, deleteLink, joinGroup, setLink, setPort } from '../../netlink/link-requests.js'
import type { Refused } from '../protocol.js'
import { CallError } from './calls.js'
import { deleteNamespace, MachineNamespaces } from './make-namespace.js'
import { nameTables } from './name-files.js'
import { isFurther, nameOf, within, type Namespaces } from './namespaces.js'
import { changeRule, loadNftables, nameNamespace, runService, setQdisc, stopService, ToolFailure } from './programs.js'
import { Refusal } from './socket.js'
import { Spaces } from './spaces.js'
import { writeSysctl } from './sysctl.js'
import { addTun } from './tun.js'

/** Other work of the agent waits no longer than this, in milliseconds. */
const SLICE_MS = 10

/** Null when all are done, or as many as were before `isStopped`. */
export async function applyOperations(
  operations: readonly Operation[],
  onProgress: (done: number) => void,
  isStopped: () => boolean,
  namespaces: Namespaces = new MachineNamespaces(),
): Promise<Refused | null> {
  const changer = new Changer(namespaces)
  let until = performance.now() + SLICE_MS
  let index = 0
  try {
    for (const operation of operations) {
      if (performance.now() > until) {
        onProgress(index)
        await setImmediate()
        until = performance.now() + SLICE_MS
      }
      if (isStopped()) return null
      const waits = changer.do(operation)
      if (waits !== undefined) await waits
      index++
    }
    onProgress(index)
    return null
  } catch (error) {
    return { index, ...reasonOf(error) }
  } finally {
    changer.close()
  }
}

function reasonOf(error: unknown): Omit<Refused, 'index'> {
  if (error instanceof Refusal) return { errno: error.errno, detail: error.detail }
  if (error instanceof CallError) return { errno: error.errno, detail: '' }
  if (error instanceof ToolFailure) return { errno: null, detail: error.message }
  // Of Node's own calls (a sysctl's file), and of words that mean nothing.
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined) return { errno: code, detail: '' }
  if (error instanceof RangeError) return { errno: null, detail: error.message }
  throw error
}

class Changer {
  private readonly spaces: Spaces

  constructor(private readonly namespaces: Namespaces) {
    this.spaces = new Spaces(namespaces)
  }

  /** What another program does is waited for. */
  do(operation: Operation): Promise<void> | undefined {
    switch (operation.do) {
      case 'add-namespace':
        if (isFurther(operation)) return nameNamespace('add', operation.node, operation.namespace)
        this.namespaces.add(operation.namespace)
        return
      case 'delete-namespace':
        this.spaces.drop(nameOf(operation))
        if (isFurther(operation)) return nameNamespace('delete', operation.node, operation.namespace)
        deleteNamespace(operation.namespace)
        return
      case 'add-link':
        this.addLink(operation.at, operation.link)
        return
      case 'delete-link':
        this.change(operation.at, (space) =>
          this.spaces.request(space, (writer, seq) => deleteLink(writer, seq, operation.at.link)),
        )
        return
      case 'delete-links': {
        const space = this.spaces.get(nameOf(operation))
        for (const link of operation.links) this.spaces.request(space, (writer, seq) => joinGroup(writer, seq, link))
        this.spaces.request(space, deleteGroup)
        space.indexes.clear()
        return
      }
      case 'set-link':
        this.setLink(operation.at, operation.set)
        return
      case 'set-port': {
        const { at, set } = operation
        const space = this.spaces.get(nameOf(at))
        this.spaces.request(space, (writer, seq) => setPort(writer, seq, at.link, set))
        return
      }
      case 'add-address':
      case 'delete-address': {
        const { at, address } = operation
        const space = this.spaces.get(nameOf(at))
        const index = this.spaces.linkIndex(space, at.link)
        const isNew = operation.do === 'add-address'
        this.spaces.request(space, (writer, seq) => changeAddress(writer, seq, isNew, index, address))
        return
      }
      case 'add-route':
      case 'delete-route': {
        const space = this.spaces.get(nameOf(operation))
        const isNew = operation.do === 'add-route'
        this.spaces.request(space, (writer, seq) =>
          changeRoute(writer, seq, isNew, operation.route, this.spaces.lookup(space), nameTables().tables),
        )
        return
      }
      case 'add-rule':
      case 'delete-rule': {
        const { rule } = operation
        return this.inside(operation, () => changeRule(operation.do === 'add-rule' ? 'add' : 'delete', rule))
      }
      case 'set-sysctl':
        this.inside(operation, () => writeSysctl(operation.key, operation.value))
        return
      case 'set-qdisc':
        return this.inside(operation.at, () => setQdisc(operation.at.link, operation.qdisc))
      case 'load-nftables':
        return this.inside(operation, () => loadNftables(operation.ruleset))
      case 'run-service':
        runService(operation)
        return
      case 'stop-service':
        return stopService(operation)
    }
  }

  close(): void {
    this.spaces.close()
  }

  private addLink(at: LinkPlace, link: NewLink): void {
    const { kind } = link
    const name = at.link
    if (kind.type === 'tun') {
      this.inside(at, () => addTun(name, kind.mode))
      this.setLink(at, link)
      return
    }
    if ('overIn' in kind && kind.overIn !== undefined) {
      // It is made beside the link that it lies over, for its own namespace.
      const { master, up, ...born } = link
      const below = this.spaces.get(nameOf(kind.overIn))
      this.spaces.request(below, (writer, seq) => addLink(writer, seq, name, born, this.spaces.lookup(below), at))
      this.setLink(at, { ...(master === undefined ? {} : { master }), ...(up === undefined ? {} : { up }) })
      return
    }
    const space = this.spaces.get(nameOf(at))
    this.spaces.request(space, (writer, seq) => addLink(writer, seq, name, link, this.spaces.lookup(space)))
    if (kind.type !== 'veth') return
    const { up, master } = kind.peer
    if (up === undefined && master === undefined) return
    this.setLink(kind.peer, { ...(up === undefined ? {} : { up }), ...(master === undefined ? {} : { master }) })
  }

  private setLink(at: LinkPlace, set: LinkSettings): void {
    this.change(at, (space) =>
      this.spaces.request(space, (writer, seq) => setLink(writer, seq, at.link, set, this.spaces.lookup(space))),
    )
  }

  /** A link that is renamed, or gone, is asked for anew. */
  private change(at: LinkPlace, act: (space: ReturnType<Spaces['get']>) => unknown): void {
    const space = this.spaces.get(nameOf(at))
    act(space)
    space.indexes.delete(at.link)
  }

  private inside<Result>(at: { node?: string; namespace: string }, act: () => Result): Result {
    return within(this.spaces.get(nameOf(at)).fd, act) as Result
  }
}
