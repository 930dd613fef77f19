/** Whether a namespace can have FDB entries that say where frames go. */
import { ARPHRD_LOOPBACK, IFINFOMSG, IFLA_INFO_KIND, IFLA_LINKINFO, IFLA_MASTER, RTM_NEWLINK } from './constants.js'
import { Attributes, type Message, u16 } from './message.js'

const attributes = new Attributes()
const info = new Attributes()

/**
 * False where every link of the dump is lo or a veth end that is nobody's port: what such a link has in the kernel's list
 * are the groups that it listens to, which `assembleState` leaves out. Most namespaces are so, and the list costs a wait for
 * the lock of the whole network.
 */
export function haveForwarding(linkMessages: Iterable<Message>): boolean {
  for (const { view, type, start, end } of linkMessages) {
    if (type !== RTM_NEWLINK || u16(view, start + 2) === ARPHRD_LOOPBACK) continue
    attributes.read(view, start + IFINFOMSG, end)
    if (attributes.has(IFLA_MASTER)) return true
    if (!attributes.nested(IFLA_LINKINFO, info) || info.text(IFLA_INFO_KIND) !== 'veth') return true
  }
  return false
}
