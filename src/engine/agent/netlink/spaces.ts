/** The namespaces that a list of operations is about: each is opened once, and closed when the list is done. */
import { getLink, type Lookup } from '../../netlink/link-requests.js'
import { i32, messagesOf, MessageWriter } from '../../netlink/message.js'
import { GrowingBuffer } from './growing-buffer.js'
import { nameOf, release, type Namespaces } from './namespaces.js'
import { Refusal, socketIn, type NetlinkSocket } from './socket.js'

/** Each takes two descriptors, and a process may have as few as 1024. */
const MOST = 256

const ENOENT = 2

export interface Space {
  readonly name: string
  readonly fd: number
  readonly socket: NetlinkSocket
  /** Of links that were asked for. */
  readonly indexes: Map<string, number>
}

export class Spaces {
  private readonly open = new Map<string, Space>()
  private readonly writer = new MessageWriter()
  private readonly answers = new GrowingBuffer(128 * 1024)
  private seq = 0

  constructor(private readonly namespaces: Namespaces) {}

  /** @throws Refusal where there is none of that name */
  get(name: string): Space {
    const known = this.open.get(name)
    if (known !== undefined) return known
    const fd = this.namespaces.open(name)
    const socket = fd < 0 ? undefined : socketIn(fd)?.withReasons()
    if (socket === undefined) {
      release(fd)
      throw new Refusal(ENOENT, `there is no namespace ${name}`)
    }
    if (this.open.size >= MOST) this.closeFirst()
    const space = { name, fd, socket, indexes: new Map<string, number>() }
    this.open.set(name, space)
    return space
  }

  /** Sends one request from a namespace. @throws Refusal */
  request(space: Space, write: (writer: MessageWriter, seq: number) => void): Buffer {
    this.writer.clear()
    write(this.writer, ++this.seq)
    return space.socket.request(this.writer.written(), this.answers)
  }

  /** @throws Refusal where there is no link of that name */
  linkIndex(space: Space, name: string): number {
    const known = space.indexes.get(name)
    if (known !== undefined) return known
    // The request under way is written already, or not yet begun: this takes a writer of its own.
    const writer = new MessageWriter()
    getLink(writer, ++this.seq, name)
    const [answer] = messagesOf(space.socket.request(writer.written(), this.answers))
    if (answer === undefined) throw new Refusal(ENOENT, `there is no link ${name}`)
    const index = i32(answer.view, answer.start + 4)
    space.indexes.set(name, index)
    return index
  }

  lookup(space: Space): Lookup {
    return { link: (name) => this.linkIndex(space, name), namespace: (place) => this.get(nameOf(place)).fd }
  }

  /** Lets go of a namespace: what holds it open keeps it alive. */
  drop(name: string): void {
    const space = this.open.get(name)
    if (space === undefined) return
    this.open.delete(name)
    space.socket.close()
    release(space.fd)
  }

  close(): void {
    for (const name of [...this.open.keys()]) this.drop(name)
  }

  private closeFirst(): void {
    const first = [...this.open.keys()].find((name) => name !== 'root')
    if (first !== undefined) this.drop(first)
  }
}
