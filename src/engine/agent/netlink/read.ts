/** Reads the network as the kernel gives it: what the messages mean, the owner finds out, beside us. */
import { encodeChunk } from '../../netlink/chunk.js'
import {
  AF_BRIDGE,
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  IFADDRMSG,
  FIB_RULE_HDR,
  IFINFOMSG,
  IFLA_EXT_MASK,
  NDMSG,
  NLM_F_DUMP,
  NLMSG_DONE,
  NLMSG_HDRLEN,
  RTEXT_FILTER_SKIP_STATS,
  RTMSG,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_GETNEIGH,
  RTM_GETROUTE,
  RTM_GETRULE,
} from '../../netlink/constants.js'
import { haveForwarding } from '../../netlink/forwarding-links.js'
import { MessageWriter, u16 } from '../../netlink/message.js'
import { CallError } from './calls.js'
import { GrowingBuffer } from './growing-buffer.js'
import { IdOwners } from './id-owners.js'
import { nameTables } from './name-files.js'
import { listNames, within, withNamespace } from './namespaces.js'
import { NetlinkSocket } from './socket.js'

/**
 * Each family on its own: a dump of all families waits for the lock of the whole network (RTNL), which those of one family
 * do without since Linux 6.9. Right after a thousand hosts were made, when the kernel works behind that lock, this is half
 * of the time of a read.
 */
const TABLES: readonly Dump[] = [
  dump('addresses', RTM_GETADDR, AF_INET, IFADDRMSG),
  dump('addresses', RTM_GETADDR, AF_INET6, IFADDRMSG),
  dump('routes', RTM_GETROUTE, AF_INET, RTMSG),
  dump('routes', RTM_GETROUTE, AF_INET6, RTMSG),
  dump('rules', RTM_GETRULE, AF_INET, FIB_RULE_HDR),
  dump('rules', RTM_GETRULE, AF_INET6, FIB_RULE_HDR),
  dump('neighbours', RTM_GETNEIGH, AF_UNSPEC, NDMSG),
]
const LINKS = dump('links', RTM_GETLINK, AF_UNSPEC, IFINFOMSG, (writer) =>
  writer.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS),
)
const FDB = dump('FDB entries', RTM_GETNEIGH, AF_BRIDGE, NDMSG)

interface Dump {
  what: string
  family: number
  request: Buffer
}

function dump(
  what: string,
  type: number,
  family: number,
  header: number,
  more: (writer: MessageWriter) => unknown = () => undefined,
): Dump {
  const writer = new MessageWriter().begin(type, NLM_F_DUMP, 1).fixed([1, family])
  for (let byte = 1; byte < header; byte++) writer.fixed([1, 0])
  more(writer)
  return { what: `listing ${what}`, family, request: Buffer.from(writer.end().written()) }
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
    const start = into.length
    list(socket, LINKS, name, into)
    const hasFdb = haveForwarding(into.since(start))
    for (const table of TABLES) list(socket, table, name, into)
    if (hasFdb) list(socket, FDB, name, into)
    // After the links: the kernel numbers the namespace of a peer when it first tells of it, which may be now.
    owners.note(name, socket)
    return true
  } finally {
    socket.close()
  }
}

/** What the kernel was built without (rules, say) it has none of; for a family that it has not it lists all others. */
function list(socket: NetlinkSocket, { what, family, request }: Dump, name: string, into: GrowingBuffer): void {
  const start = into.length
  try {
    socket.dump(request, `${what} of ${name}`, into)
  } catch (error) {
    if (!(error instanceof CallError) || !['EAFNOSUPPORT', 'EOPNOTSUPP'].includes(error.errno)) throw error
    into.length = start
  }
  const isDone = u16(into.view, start + 4) === NLMSG_DONE
  if (family !== AF_UNSPEC && !isDone && into.view.getUint8(start + NLMSG_HDRLEN) !== family) into.length = start
}
