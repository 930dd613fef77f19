/** What a machine gets from here, beside its set-up, which would take processes for it. */
import { setLink } from '../../netlink/link-requests.js'
import { MessageWriter } from '../../netlink/message.js'
import { must, setHostName, setns } from '../netlink/calls.js'
import { GrowingBuffer } from '../netlink/growing-buffer.js'
import { MachineNamespaces } from '../netlink/make-namespace.js'
import { openNamespace, release, within } from '../netlink/namespaces.js'
import { NetlinkSocket } from '../netlink/socket.js'

const CLONE_NEWUTS = 0x04000000

const namespaces = new MachineNamespaces()
const ownUts = must(openNamespace('/proc/self/ns/uts'), 'opening the host name')
const answers = new GrowingBuffer(4096)
const noLinks = { link: () => 0, namespace: () => -1 }

/** Gives the namespaces of a process a host name, the settings of a fresh machine, and a loopback that is up. @throws CallError */
export function settle(name: string, pid: number): void {
  inNamespace(`/proc/${pid}/ns/uts`, (fd) => {
    must(setns(fd, CLONE_NEWUTS), 'entering the host name of a node')
    try {
      must(setHostName(name, Buffer.byteLength(name)), `naming a node ${name}`)
    } finally {
      must(setns(ownUts, CLONE_NEWUTS), 'coming back to the own host name')
    }
  })
  inNamespace(`/proc/${pid}/ns/net`, (fd) =>
    within(fd, () => {
      namespaces.freshen()
      loopbackUp()
    }),
  )
}

function loopbackUp(): void {
  const socket = new NetlinkSocket()
  try {
    const writer = new MessageWriter()
    setLink(writer, 1, 'lo', { up: true }, noLinks)
    socket.request(writer.written(), answers)
  } finally {
    socket.close()
  }
}

function inNamespace(path: string, act: (fd: number) => void): void {
  const fd = must(openNamespace(path), `opening ${path}`)
  try {
    act(fd)
  } finally {
    release(fd)
  }
}
