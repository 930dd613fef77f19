/** Reads the network as the kernel gives it: what the messages mean, the owner finds out, beside us. */
import { type ChunkHeader, encodeHeader } from '../../netlink/chunk.js'
import {
  AF_BRIDGE,
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  FIB_RULE_HDR,
  IFADDRMSG,
  IFINFOMSG,
  IFLA_EXT_MASK,
  NDMSG,
  NETNSA_FD,
  RTEXT_FILTER_SKIP_STATS,
  RTGENMSG,
  RTMSG,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_GETNEIGH,
  RTM_GETNSID,
  RTM_GETROUTE,
  RTM_GETRULE,
} from '../../netlink/constants.js'
import { haveForwarding } from '../../netlink/forwarding-links.js'
import { messagesIn } from '../../netlink/message.js'
import { DumpBatch } from './dumps.js'
import { GrowingBuffer } from './growing-buffer.js'
import { IdOwners } from './id-owners.js'
import { nameTables } from './name-files.js'
import type { Requests } from '../protocol.js'
import { MachineNamespaces } from './make-namespace.js'
import { root, withNamespace, type Namespaces } from './namespaces.js'
import { NetlinkSocket, socketIn } from './socket.js'

/** What is handed over at once. Another namespace begins while it is less. */
const CHUNK = 128 * 1024

const owners = new IdOwners()
export type ReadRequest = Requests['readNetwork']

const machines = new MachineNamespaces()

const bytes = new GrowingBuffer(2 * CHUNK)
const into = bytes

/**
 * Addresses and routes each family on its own: a list of all families waits for the lock of the whole network (RTNL), which
 * those of one family do without since Linux 6.9. Right after a thousand hosts were made, when the kernel works behind that
 * lock, this is half of the time of a read. Rules and neighbours never wait for it.
 */
const LINKS = new DumpBatch([
  {
    ...{ what: 'links', type: RTM_GETLINK, family: AF_UNSPEC, header: IFINFOMSG, into },
    more: (writer) => writer.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS),
  },
])
/** After the links: the kernel numbers the namespace of a peer when it first tells of it, which may be then. */
const TABLES = [
  new DumpBatch([
    { what: 'rules', type: RTM_GETRULE, family: AF_UNSPEC, header: FIB_RULE_HDR, into },
    { what: 'neighbours', type: RTM_GETNEIGH, family: AF_UNSPEC, header: NDMSG, into },
    { what: 'IPv4 addresses', type: RTM_GETADDR, family: AF_INET, header: IFADDRMSG, into },
  ]),
  new DumpBatch([
    { what: 'IPv6 addresses', type: RTM_GETADDR, family: AF_INET6, header: IFADDRMSG, into },
    { what: 'ids of namespaces', type: RTM_GETNSID, family: AF_UNSPEC, header: RTGENMSG, into: owners.ids },
    {
      ...{ what: 'the id of the root namespace', type: RTM_GETNSID, family: AF_UNSPEC, header: RTGENMSG },
      ...{ isOne: true, more: (writer) => writer.u32(NETNSA_FD, root), into: owners.rootId },
    },
    { what: 'IPv4 routes', type: RTM_GETROUTE, family: AF_INET, header: RTMSG, into },
  ]),
  new DumpBatch([{ what: 'IPv6 routes', type: RTM_GETROUTE, family: AF_INET6, header: RTMSG, into }]),
]
const FDB = new DumpBatch([{ what: 'FDB entries', type: RTM_GETNEIGH, family: AF_BRIDGE, header: NDMSG, into }])

/**
 * Chunks for `StateReader`, each valid until the next is asked for; between two of them other work may be done. `names` is
 * the stamp of the tables of names that the reader has.
 */
export function* readNetwork({ names }: ReadRequest, namespaces: Namespaces = machines): Generator<Uint8Array> {
  const { stamp, tables } = nameTables()
  let header: ChunkHeader = { spaces: [], ...(stamp === names ? {} : { names: { stamp, tables } }) }
  const chunk = (): Uint8Array => {
    const encoded = encodeHeader(header)
    bytes.append(encoded, 0, encoded.length)
    header = { spaces: [] }
    return bytes.since(0)
  }
  bytes.length = 0
  owners.begin(namespaces)
  for (const name of namespaces.list()) {
    const start = bytes.length
    const socket = withNamespace(name, socketIn, namespaces.open)
    if (socket === undefined) continue
    readThrough(socket, name)
    header.spaces.push({ name, length: bytes.length - start })
    if (bytes.length < CHUNK) continue
    yield chunk()
    bytes.length = 0
  }
  header.ids = owners.resolve()
  yield chunk()
}

/** No socket outlives the read: it would keep a namespace alive whose name is deleted, and with it its links. */
function readThrough(socket: NetlinkSocket, name: string): void {
  try {
    const start = bytes.length
    owners.ids.length = 0
    owners.rootId.length = 0
    LINKS.read(socket, name)
    const hasFdb = haveForwarding(messagesIn(bytes.view, start, bytes.length))
    for (const batch of TABLES) batch.read(socket, name)
    if (hasFdb) FDB.read(socket, name)
    owners.note(name, socket)
  } finally {
    socket.close()
  }
}
