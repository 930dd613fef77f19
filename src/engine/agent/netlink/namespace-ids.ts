/** How a namespace numbers the others (ip-netns(8), `list-id`). The kernel tells the numbers, but not whose they are. */
import {
  AF_UNSPEC,
  NETNSA_FD,
  NETNSA_NSID,
  NETNSA_NSID_NOT_ASSIGNED,
  RTGENMSG,
  RTM_GETNSID,
  RTM_NEWNSID,
} from '../../netlink/constants.js'
import { Attributes, messagesIn, MessageWriter } from '../../netlink/message.js'
import { GrowingBuffer } from './growing-buffer.js'
import type { NetlinkSocket } from './socket.js'

const writer = new MessageWriter()
const answer = new GrowingBuffer(4096)
const attributes = new Attributes()

/** All numbers of a list of them. */
export function idsIn(messages: GrowingBuffer): number[] {
  return [...answers(messages)].map(({ id }) => id)
}

/** The number that this namespace has given to each of those, or null. */
export function idsOf(socket: NetlinkSocket, namespaces: readonly number[]): (number | null)[] {
  writer.clear()
  for (const [index, fd] of namespaces.entries()) {
    writer.begin(RTM_GETNSID, 0, index).fixed([4, AF_UNSPEC]).u32(NETNSA_FD, fd).end()
  }
  socket.send(writer.written())
  answer.length = 0
  for (let count = 0; count < namespaces.length; count++) socket.receive(answer)
  const ids = namespaces.map((): number | null => null)
  for (const { seq, id } of answers(answer)) if (id !== NETNSA_NSID_NOT_ASSIGNED) ids[seq] = id
  return ids
}

/** Gives a namespace a number, unless it has one, and tells it; null where it is gone. */
export function giveId(socket: NetlinkSocket, namespace: number): number | null {
  writer.clear().begin(RTM_NEWNSID, 0, 1).fixed([4, AF_UNSPEC])
  writer.u32(NETNSA_NSID, NETNSA_NSID_NOT_ASSIGNED).u32(NETNSA_FD, namespace).end()
  socket.send(writer.written())
  // Refused where it has one already; whether it has, the question tells.
  while (socket.receive(answer)) answer.length = 0
  return idsOf(socket, [namespace])[0] ?? null
}

function* answers(messages: GrowingBuffer): Generator<{ seq: number; id: number }> {
  for (const { type, seq, view, start, end } of messagesIn(messages.view, 0, messages.length)) {
    if (type !== RTM_NEWNSID) continue
    yield { seq, id: attributes.read(view, start + RTGENMSG, end).i32(NETNSA_NSID) ?? NETNSA_NSID_NOT_ASSIGNED }
  }
}
