/**
 * What the kernel tells by itself, handed over as it came: records of
 * `u32 length (of what follows) · i32 namespace · f64 milliseconds since 1970 · netlink messages, or JSON`, big-endian.
 */
import type { LinkNotice, Notice } from '../../network/index.js'
import {
  AF_UNSPEC,
  ARPHRD_ETHER,
  ARPHRD_LOOPBACK,
  IFF_LOWER_UP,
  IFF_UP,
  IFINFOMSG,
  IFLA_ADDRESS,
  IFLA_IFNAME,
  IFLA_INFO_KIND,
  IFLA_LINKINFO,
  IFLA_NEW_IFINDEX,
  IFLA_NEW_NETNSID,
  IFLA_OPERSTATE,
  NETNSA_NSID,
  RTGENMSG,
  RTM_DELLINK,
  RTM_DELNSID,
  RTM_NEWLINK,
} from './constants.js'
import { formatMac, operStateOf } from './links.js'
import { Attributes, i32, messagesOf, u16, u32, type Message } from './message.js'

/** In the place of a namespace's number: the root namespace's own messages. */
export const OWN = -1
/** There: what we say, as JSON. */
export const SAID = -2

/** What the kernel does not tell, or not in messages. */
export type Said =
  /** Whose number it is; new: its notices are heard from now on. */
  { kind: 'named'; id: number; name: string; isNew: boolean } | { kind: 'overrun' }

export const RECORD_HEADER = 16

/** Writes a record's header before its content of so many bytes. */
export function writeRecordHeader(into: Buffer, length: number, namespace: number, atMs: number): void {
  into.writeUInt32BE(RECORD_HEADER - 4 + length, 0)
  into.writeInt32BE(namespace, 4)
  into.writeDoubleBE(atMs, 8)
}

/** Each notice or saying of a chunk, in order. */
export function* readNotices(chunk: Uint8Array): Generator<Notice | Said> {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at)
    const namespace = bytes.readInt32BE(at + 4)
    const atMs = bytes.readDoubleBE(at + 8)
    const content = bytes.subarray(at + RECORD_HEADER, end)
    if (namespace === SAID) yield JSON.parse(content.toString()) as Said
    else yield* noticesOf(content, namespace === OWN ? null : namespace, atMs)
    at = end
  }
}

const attributes = new Attributes()
const info = new Attributes()

function* noticesOf(bytes: Uint8Array, namespaceId: number | null, atMs: number): Generator<Notice> {
  for (const message of messagesOf(bytes)) {
    if (message.type === RTM_NEWLINK || message.type === RTM_DELLINK) {
      // What a bridge says of its port is no news of the link itself.
      if (message.view.getUint8(message.start) === AF_UNSPEC) yield linkNotice(message, namespaceId, atMs)
    } else if (message.type === RTM_DELNSID && namespaceId === null) {
      const id = attributes.read(message.view, message.start + RTGENMSG, message.end).i32(NETNSA_NSID)
      if (id !== null) yield { kind: 'namespace-id', atMs, isDeleted: true, id, name: null }
    }
  }
}

function linkNotice({ view, type, start, end }: Message, namespaceId: number | null, atMs: number): LinkNotice {
  attributes.read(view, start + IFINFOMSG, end)
  const hardware = u16(view, start + 2)
  const flags = u32(view, start + 8)
  const kind = attributes.nested(IFLA_LINKINFO, info) ? info.text(IFLA_INFO_KIND) : null
  const movedTo = attributes.i32(IFLA_NEW_NETNSID)
  return {
    kind: 'link',
    atMs,
    namespaceId,
    isDeleted: type === RTM_DELLINK,
    index: i32(view, start + 4),
    name: attributes.text(IFLA_IFNAME) ?? '',
    linkKind: kind ?? (hardware === ARPHRD_LOOPBACK ? 'loopback' : null),
    flags: [...((flags & IFF_UP) === 0 ? [] : ['UP']), ...((flags & IFF_LOWER_UP) === 0 ? [] : ['LOWER_UP'])],
    operState: operStateOf(attributes.u8(IFLA_OPERSTATE)),
    mac:
      hardware === ARPHRD_ETHER && attributes.has(IFLA_ADDRESS)
        ? formatMac(view, attributes.at(IFLA_ADDRESS), attributes.lengthOf(IFLA_ADDRESS))
        : null,
    movedTo:
      movedTo === null ? null : { namespaceId: movedTo, namespaceName: null, index: attributes.i32(IFLA_NEW_IFINDEX) },
  }
}
