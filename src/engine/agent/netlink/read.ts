/** Reads the network as the kernel gives it: what the messages mean, the owner finds out, beside us. */
import { encodeChunk } from '../../netlink/chunk.js'
import {
  AF_BRIDGE,
  AF_UNSPEC,
  IFADDRMSG,
  FIB_RULE_HDR,
  IFINFOMSG,
  IFLA_EXT_MASK,
  NDMSG,
  NLM_F_DUMP,
  RTEXT_FILTER_SKIP_STATS,
  RTMSG,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_GETNEIGH,
  RTM_GETROUTE,
  RTM_GETRULE,
} from '../../netlink/constants.js'
import { MessageWriter } from '../../netlink/message.js'
import { CallError } from './calls.js'
import { GrowingBuffer } from './growing-buffer.js'
import { IdOwners } from './id-owners.js'
import { nameTables } from './name-files.js'
import { listNames, within, withNamespace } from './namespaces.js'
import { NetlinkSocket } from './socket.js'

/** One dump each, of all families: one a family took a tenth longer. */
const DUMPS: readonly { what: string; request: Buffer }[] = [
  dump('links', RTM_GETLINK, AF_UNSPEC, IFINFOMSG, (writer) => writer.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS)),
  dump('addresses', RTM_GETADDR, AF_UNSPEC, IFADDRMSG),
  dump('routes', RTM_GETROUTE, AF_UNSPEC, RTMSG),
  dump('rules', RTM_GETRULE, AF_UNSPEC, FIB_RULE_HDR),
  dump('neighbours', RTM_GETNEIGH, AF_UNSPEC, NDMSG),
  dump('FDB entries', RTM_GETNEIGH, AF_BRIDGE, NDMSG),
]

function dump(
  what: string,
  type: number,
  family: number,
  header: number,
  more: (writer: MessageWriter) => unknown = () => undefined,
): { what: string; request: Buffer } {
  const writer = new MessageWriter().begin(type, NLM_F_DUMP, 1).fixed([1, family])
  for (let byte = 1; byte < header; byte++) writer.fixed([1, 0])
  more(writer)
  return { what: `listing ${what}`, request: Buffer.from(writer.end().written()) }
}

/** What is handed over at once. Another namespace begins while it is less. */
const CHUNK = 128 * 1024

const owners = new IdOwners()
const bytes = new GrowingBuffer(2 * CHUNK)

/** Chunks for `ChunkReader`; between two of them other work may be done. */
export function* readNetwork(): Generator<Uint8Array> {
  const names = nameTables()
  let spaces: { name: string; length: number }[] = []
  let isFirst = true
  const chunk = (ids?: ReturnType<IdOwners['resolve']>): Uint8Array => {
    const header = { spaces, ...(isFirst ? { names } : {}), ...(ids === undefined ? {} : { ids }) }
    isFirst = false
    spaces = []
    const encoded = encodeChunk(header, bytes.since(0))
    bytes.length = 0
    return encoded
  }
  owners.begin()
  for (const name of ['root', ...listNames()]) {
    const start = bytes.length
    const isRead =
      name === 'root' ? readHere(name, bytes) : withNamespace(name, (fd) => within(fd, () => readHere(name, bytes)))
    if (isRead !== true) continue
    spaces.push({ name, length: bytes.length - start })
    if (bytes.length >= CHUNK) yield chunk()
  }
  yield chunk(owners.resolve())
}

/** No socket outlives the read: it would keep a namespace alive whose name is deleted, and with it its links. */
function readHere(name: string, into: GrowingBuffer): true {
  const socket = new NetlinkSocket()
  try {
    for (const { what, request } of DUMPS) list(socket, request, `${what} of ${name}`, into)
    // After the links: the kernel numbers the namespace of a peer when it first tells of it, which may be now.
    owners.note(name, socket)
    return true
  } finally {
    socket.close()
  }
}

/** What the kernel was built without (rules, say) it has none of. */
function list(socket: NetlinkSocket, request: Buffer, what: string, into: GrowingBuffer): void {
  const start = into.length
  try {
    socket.dump(request, what, into)
  } catch (error) {
    if (!(error instanceof CallError) || !['EAFNOSUPPORT', 'EOPNOTSUPP'].includes(error.errno)) throw error
    into.length = start
  }
}
