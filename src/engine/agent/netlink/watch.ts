/**
 * Listens to the kernel's notices of links in every namespace. One socket in the root namespace hears all that have a
 * number there, in the order of what happened, and holds none of them open; so each is given a number, as soon as it has a
 * name.
 */
import { statSync } from 'node:fs'
import { RTNLGRP_LINK, RTNLGRP_NSID } from '../../netlink/constants.js'
import { OWN, RECORD_HEADER, SAID, writeRecordHeader, type Said } from '../../netlink/notices.js'
import { lastErrno, must, onReadable, recvmsg } from './calls.js'
import { MessageMemory } from './message-memory.js'
import { watchMounts } from './mounts.js'
import { giveId } from './namespace-ids.js'
import { listNames, pathOf, withNamespace } from './namespaces.js'
import { NetlinkSocket } from './socket.js'
import { GrowingBuffer } from './growing-buffer.js'

const SOL_SOCKET = 1
const SO_RCVBUF = 8
const SO_RCVBUFFORCE = 33
const SOL_NETLINK = 270
const NETLINK_ADD_MEMBERSHIP = 1
const NETLINK_LISTEN_ALL_NSID = 8

/** Thousands of notices. Only the machine's root may have so much; others get what net.core.rmem_max allows. */
const QUEUE = 32 * 1024 * 1024

export class LinkWatch {
  private readonly socket = new NetlinkSocket()
  private readonly asking = new NetlinkSocket()
  private readonly memory = new MessageMemory()
  private readonly out = new GrowingBuffer(64 * 1024)
  /** By name: the inode of the namespace that has a number. */
  private readonly numbered = new Map<string, number>()
  private readonly stops: (() => void)[] = []
  private isListening = false
  /** The clock that notices are told by does not jump. */
  private readonly clock = Date.now() - performance.now()

  constructor(private readonly hand: (chunk: Buffer) => void) {
    if (!this.socket.set(SOL_SOCKET, SO_RCVBUFFORCE, QUEUE)) this.socket.set(SOL_SOCKET, SO_RCVBUF, QUEUE)
    this.socket.bind()
    for (const group of [RTNLGRP_LINK, RTNLGRP_NSID]) this.socket.set(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group)
    this.socket.set(SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1)
    const mounts = watchMounts(() => {
      this.take()
      this.number()
      this.flush()
    })
    const notices = onReadable(this.socket.fd, () => this.drain())
    this.stops.push(
      () => mounts.close(),
      () => notices.close(),
    )
    this.number()
    this.flush()
    this.isListening = true
  }

  /** Hands over all that has happened so far. */
  drain(): void {
    this.take()
    this.flush()
  }

  stop(): void {
    for (const stop of this.stops) stop()
    this.socket.close()
    this.asking.close()
    this.memory.free()
  }

  private take(): void {
    for (;;) {
      const length = recvmsg(this.socket.fd, this.memory.header(), 0)
      if (length >= 0) {
        this.record(this.memory.namespaceId() ?? OWN, this.memory.data(length))
        continue
      }
      const errno = lastErrno()
      if (errno === 'EAGAIN') return
      if (errno !== 'ENOBUFS') must(length, 'listening to the kernel')
      this.say({ kind: 'overrun' })
    }
  }

  /** Gives each namespace a number that has none. One that is being made has none yet: the next change of mounts tells. */
  private number(): void {
    const names = listNames()
    const present = new Set(names)
    for (const name of this.numbered.keys()) if (!present.has(name)) this.numbered.delete(name)
    for (const name of names) {
      const inode = statSync(pathOf(name), { throwIfNoEntry: false })?.ino
      if (inode === undefined || this.numbered.get(name) === inode) continue
      const id = withNamespace(name, (fd) => giveId(this.asking, fd)) ?? null
      if (id === null) continue
      this.numbered.set(name, inode)
      this.say({ kind: 'named', id, name, isNew: this.isListening })
    }
  }

  private say(said: Said): void {
    this.record(SAID, Buffer.from(JSON.stringify(said)))
  }

  private record(namespace: number, content: Buffer): void {
    const room = this.out.room(RECORD_HEADER + content.length)
    writeRecordHeader(room, content.length, namespace, this.clock + performance.now())
    content.copy(room, RECORD_HEADER)
    this.out.add(RECORD_HEADER + content.length)
  }

  private flush(): void {
    if (this.out.length === 0) return
    this.hand(Buffer.from(this.out.since(0)))
    this.out.length = 0
  }
}
