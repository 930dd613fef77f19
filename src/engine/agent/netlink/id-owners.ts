/** Whose numbers they are: found out by asking for each namespace in turn, and kept, since a number stays while both live. */
import { NETNSA_NSID_NOT_ASSIGNED } from '../../netlink/constants.js'
import { GrowingBuffer } from './growing-buffer.js'
import { idsIn, idsOf } from './namespace-ids.js'
import { openNamed, release, withNamespace, type Namespaces } from './namespaces.js'
import { socketIn, type NetlinkSocket } from './socket.js'

/** A number and the name of its owner; null: one that has no name. */
export type NamedIds = [id: number, name: string | null][]

/** How many are asked for at once, at first and at most. */
const BATCH = 8
const LARGE_BATCH = 128

export class IdOwners {
  /** What the next namespace answers: its numbers, and the one that it has given to the root namespace. */
  readonly ids = new GrowingBuffer(4096)
  readonly rootId = new GrowingBuffer(64)
  /** By the cookie of the namespace that numbers: the cookies of those numbered. */
  private known = new Map<string, Map<number, string>>()
  /** Of this read: names in their order, cookies. */
  private readonly names: string[] = []
  private readonly byCookie = new Map<string, string>()
  private readonly cookies = new Map<string, string>()
  private readonly open: { name: string; ids: number[]; found: Map<number, string> }[] = []
  private readonly found = new Map<string, Map<number, string>>()
  private openNamed: Namespaces['open'] = openNamed

  /** Forgets the read before, and of what was found out what concerned namespaces that are gone. */
  begin({ open }: Namespaces): void {
    this.openNamed = open
    const live = new Set(this.cookies.values())
    this.known = new Map([...this.known].filter(([cookie]) => live.has(cookie)))
    this.names.length = 0
    this.open.length = 0
    for (const map of [this.byCookie, this.cookies, this.found]) map.clear()
  }

  /** Notes a namespace of which `ids` and `rootId` tell, through a socket in it. */
  note(name: string, socket: NetlinkSocket): void {
    const cookie = socket.cookie()
    this.names.push(name)
    if (cookie !== null && !this.byCookie.has(cookie)) this.byCookie.set(cookie, name)
    if (cookie !== null) this.cookies.set(name, cookie)
    const ids = idsIn(this.ids)
    if (ids.length === 0) return
    const found = new Map<number, string>()
    const [rootId] = idsIn(this.rootId)
    if (name !== 'root' && rootId !== undefined && rootId !== NETNSA_NSID_NOT_ASSIGNED) found.set(rootId, 'root')
    this.open.push({ name, ids, found })
  }

  /** By the names of those that number. */
  resolve(): Record<string, NamedIds> {
    for (const space of this.open) {
      // A host on a bridge knows only the root namespace: then no more is asked.
      if (space.found.size === space.ids.length) continue
      this.recall(space)
      if (space.found.size < space.ids.length) this.ask(space)
      this.remember(space)
    }
    return Object.fromEntries(
      this.open.map(({ name, ids, found }): [string, NamedIds] => [
        name,
        ids.map((id): NamedIds[number] => [id, found.get(id) ?? null]),
      ]),
    )
  }

  private recall({ name, ids, found }: IdOwners['open'][number]): void {
    const known = this.known.get(this.cookies.get(name) ?? '')
    for (const id of ids) {
      const owner = this.byCookie.get(known?.get(id) ?? '')
      if (owner !== undefined && !found.has(id)) found.set(id, owner)
    }
  }

  private remember({ name, found }: IdOwners['open'][number]): void {
    const cookie = this.cookies.get(name)
    if (cookie === undefined) return
    const owners = [...found].flatMap(([id, owner]): [number, string][] => {
      const owned = this.cookies.get(owner)
      return owned === undefined ? [] : [[id, owned]]
    })
    this.known.set(cookie, new Map(owners))
  }

  private ask(space: IdOwners['open'][number]): void {
    const candidates = this.around(space.name)
    for (let size = BATCH; space.found.size < space.ids.length; size = Math.min(2 * size, LARGE_BATCH)) {
      const batch: { name: string; fd: number }[] = []
      for (const name of take(candidates, size)) batch.push({ name, fd: this.openNamed(name) })
      if (batch.length === 0) return
      const open = batch.filter(({ fd }) => fd >= 0)
      const ids = this.inside(space.name, (socket) =>
        idsOf(
          socket,
          open.map(({ fd }) => fd),
        ),
      )
      for (const [index, { name, fd }] of open.entries()) {
        release(fd)
        const id = ids?.[index] ?? null
        if (id !== null && !space.found.has(id)) space.found.set(id, name)
      }
    }
  }

  /** Those beside it in the list first: a chain's neighbours are numbered alike. */
  private *around(name: string): Generator<string> {
    const at = this.names.indexOf(name)
    for (let distance = 0; distance < this.names.length; distance++) {
      for (const index of new Set([at - distance, at + distance])) {
        const candidate = this.names[index]
        if (candidate !== undefined && candidate !== 'root') yield candidate
      }
    }
  }

  private inside<Result>(name: string, act: (socket: NetlinkSocket) => Result): Result | undefined {
    const socket = withNamespace(name, socketIn, this.openNamed)
    if (socket === undefined) return undefined
    try {
      return act(socket)
    } finally {
      socket.close()
    }
  }
}

function* take<Item>(from: Iterator<Item>, count: number): Generator<Item> {
  for (let taken = 0; taken < count; taken++) {
    const next = from.next()
    if (next.done === true) return
    yield next.value
  }
}
